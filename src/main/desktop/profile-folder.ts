import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'

export type ProfileWishes = {
  /** Where the system has data of applications. */
  readonly appData: string
  /** `$LASTMILE_DATA` */
  readonly dataFolder: string | undefined
  /** Chromium's own `--user-data-dir`, or empty. */
  readonly named: string
}

/**
 * Where Chromium's files, `keychain.json` and the place of the window are: beside the usual data folder, which on macOS and
 * Windows would be the same one; in the data folder that `$LASTMILE_DATA` names, so that each has a window of its own; or where
 * somebody says. Makes that folder, as Electron takes none that is not there; where it cannot be made, it is the usual one, and
 * the console says what is wrong.
 */
export function profileFolder({ appData, dataFolder, named }: ProfileWishes): string {
  const usual = join(appData, 'Lastmile Window')
  const wanted = named || (dataFolder ? join(dataFolder, 'window') : usual)
  return [resolve(wanted), usual].find(isMade) ?? usual
}

function isMade(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    return true
  } catch {
    return false
  }
}
