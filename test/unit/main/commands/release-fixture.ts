import { mkdirSync, readlinkSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tempFolder } from '../../../helpers/temp-folder'

/** A root with staged releases, oldest first, each with its name as the marker's digest. */
export function makeRoot(versions: readonly string[], current?: string): string {
  const root = join(tempFolder(), `ro'ot $(x)`)
  mkdirSync(join(root, 'releases'), { recursive: true })
  for (const [index, version] of versions.entries()) {
    const release = join(root, 'releases', version)
    const marker = join(release, '.lastmile-sha256')
    mkdirSync(release)
    writeFileSync(marker, `${digestFor(version)}\n`)
    utimesSync(marker, 1_000 + index, 1_000 + index)
  }
  if (current !== undefined) symlinkSync(`releases/${current}`, join(root, 'current'))
  return root
}

export const digestFor = (version: string): string => Buffer.from(version).toString('hex').padEnd(64, '0').slice(0, 64)

export const currentOf = (root: string): string => readlinkSync(join(root, 'current'))
