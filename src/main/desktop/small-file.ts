import { renameSync, writeFileSync } from 'node:fs'

/** Write a few values for the next start, whole or not at all, for this user only. A disk that takes no more stops nobody. */
export function writeSmallFile(file: string, content: object): void {
  try {
    writeFileSync(`${file}.part`, JSON.stringify(content), { mode: 0o600 })
    renameSync(`${file}.part`, file)
  } catch {
    // where a window was is worth no question
  }
}
