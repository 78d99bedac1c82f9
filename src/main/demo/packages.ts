import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { AppError } from '../../shared/errors/app-error'
import serviceSource from './package/service.cjs?raw'
import serviceControl from './package/service.sh?raw'

const run = promisify(execFile)

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

/**
 * Build `shop-<version>.tar.gz` and its `.sha256` file in `packageDir`; resolves to the package's path.
 *
 * @throws AppError `demo.package-failed`
 */
export async function buildPackage(packageDir: string, version: string): Promise<string> {
  const content = join(packageDir, '.content', version)
  const file = join(packageDir, packageNameOf(version))
  await writeRelease(content, version)
  try {
    // macOS' tar would add its extended attributes as files of their own
    const env = { ...process.env, COPYFILE_DISABLE: '1' }
    await run('tar', ['-czf', `${file}.part`, '-C', content, 'VERSION', 'bin', 'service.cjs'], { env })
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new AppError('demo.package-failed', { details: { file, reason }, cause })
  }
  const digest = createHash('sha256')
    .update(await readFile(`${file}.part`))
    .digest('hex')
  await writeFile(`${file}.sha256`, `${digest}  ${packageNameOf(version)}\n`)
  await rename(`${file}.part`, file)
  return file
}
