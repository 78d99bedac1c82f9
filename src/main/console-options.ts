import type { OpenDemo } from './demo-port'
import type { WebLink } from './ipc/door-handlers'
import type { KeepAwake } from './ports/awake'
import type { LoginKeychain } from './ports/login-keychain'
import type { Keychain } from './ports/secrets'
import type { Prompter } from './ssh/prompter'

/** Where a console keeps its data; the caller holds the folder's lock. */
export type ConsolePaths = {
  readonly folder: string
  readonly database: string
  readonly logs: string
  readonly backups: string
}

/** What the door that opens a console brings along. */
export type ConsoleOptions = {
  /** Asked when something has to be decided by a person; with pages, they are asked instead. */
  readonly prompter?: Prompter | undefined
  /** Pages are there, or will be: what has to be decided by a person is asked on them (`question:changed`). */
  readonly hasPages?: boolean | undefined
  /** Where secrets are that lastmile.yml takes from the keychain; that of the operating system when left out. */
  readonly keychain?: Keychain | undefined
  /** Where a person can have passphrases and passwords of SSH kept; left out, they are in memory only. */
  readonly loginKeychain?: LoginKeychain | undefined
  /** What keeps this machine awake meanwhile; a tool of the operating system when left out. */
  readonly keepAwake?: KeepAwake | undefined
  /** Bring the embedded fleet along. */
  readonly openDemo?: OpenDemo | undefined
  /** Where the console is served to browsers: a fresh address. */
  readonly webLink?: WebLink | undefined
}
