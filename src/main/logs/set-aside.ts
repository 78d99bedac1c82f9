import { existsSync, renameSync } from 'node:fs'

/**
 * Rename a database that nobody has open, together with what belongs to it. Nothing is deleted.
 * @returns its new name. @throws what the file system throws
 */
export function setAside(file: string, nowMs: number): string {
  const stamp = new Date(nowMs).toISOString().replace(/[-:.]/g, '')
  const aside = `${file}.damaged-${stamp}`
  for (const end of ['-wal', '-shm', '']) if (existsSync(file + end)) renameSync(file + end, aside + end)
  return aside
}
