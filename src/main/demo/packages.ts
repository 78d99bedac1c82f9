import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, mkdir, rename, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { AppError } from '../../shared/errors/app-error'
import serviceSource from './package/service.cjs?raw'
import serviceControl from './package/service.sh?raw'

const run = promisify(execFile)

/** A package has some ten kilobytes. */
const mostPackedBytes = 16 * 1024 * 1024

/** The name of a package file; `{version}` works too and gives the template that lastmile.yml names. Pure. */
export const packageNameOf = (version: string) => `shop-${version}.tar.gz`

/** Write the content of one version of the shop to a directory, as it lies on a host below `releases/`. */
export async function writeRelease(releaseDir: string, version: string): Promise<void> {
  await mkdir(join(releaseDir, 'bin'), { recursive: true })
  await Promise.all([
    writeFile(join(releaseDir, 'VERSION'), `${version}\n`),
    writeFile(join(releaseDir, 'service.cjs'), serviceSource),
    writeFile(join(releaseDir, 'bin/service'), serviceControl),
  ])
  await chmod(join(releaseDir, 'bin/service'), 0o755)
}

/** What is put into a package, in this order. */
const contentNames = ['VERSION', 'bin', 'service.cjs'] as const
/** Of every file in a package: a version has one digest, whenever it is built, or a console that knows it would refuse it. */
const builtAt = new Date('2024-01-01T00:00:00Z')

/**
 * Build `shop-<version>.tar.gz` and its `.sha256` file in `packageDir`; resolves to the package's path. The same version
 * always has the same digest.
 *
 * @throws AppError `demo.package-failed`
 */
export async function buildPackage(packageDir: string, version: string): Promise<string> {
  const content = join(packageDir, '.content', version)
  const file = join(packageDir, packageNameOf(version))
  try {
    await writeRelease(content, version)
    const packed = await pack(content)
    await writeFile(`${file}.part`, packed)
    const digest = createHash('sha256').update(packed).digest('hex')
    await writeFile(`${file}.sha256`, `${digest}  ${packageNameOf(version)}\n`)
    await rename(`${file}.part`, file)
    return file
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new AppError('demo.package-failed', { details: { file, reason }, cause })
  }
}

async function pack(content: string): Promise<Buffer> {
  await Promise.all([...contentNames, 'bin/service'].map((name) => utimes(join(content, name), builtAt, builtAt)))
  // macOS' tar would add its extended attributes as files of their own
  const env = { ...process.env, COPYFILE_DISABLE: '1' }
  const options = { env, encoding: 'buffer', maxBuffer: mostPackedBytes } as const
  const { stdout } = await run('tar', ['-cf', '-', '-C', content, ...contentNames], options)
  // not tar's own -z, which may write the time of day
  return gzipSync(stdout)
}
