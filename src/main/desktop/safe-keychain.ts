import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { app, safeStorage } from 'electron'
import { z } from 'zod'
import { NoKeychain, SystemKeychain } from '../open-client'
import type { KeychainState } from '../ports/login-keychain'
import type { Keychain } from '../ports/secrets'

/** Entries by `service/account`, encrypted and in base64. */
const entriesFile = z.strictObject({ version: z.literal(1), entries: z.record(z.string(), z.base64()) })
type Entries = z.output<typeof entriesFile>['entries']

/** On Linux, what `safeStorage` falls back to where no keyring is: a key that is the same everywhere. That hides nothing. */
const noKeyring: ReadonlySet<string> = new Set(['basic_text', 'unknown'])

/**
 * Secrets in a file of the data folder, encrypted with a key that the operating system keeps for this program (Keychain, DPAPI,
 * libsecret or KWallet). What is not in it is looked up in the keychain itself, as the command line does.
 */
export class SafeKeychain implements Keychain {
  readonly #file: string
  readonly #system: Keychain
  readonly #platform: NodeJS.Platform

  constructor(file: string, system: Keychain, platform: NodeJS.Platform = process.platform) {
    this.#file = file
    this.#system = system
    this.#platform = platform
  }

  async find(service: string, account: string): Promise<string | undefined> {
    const encrypted = this.#read()[nameOf(service, account)]
    // Windows has no program to look into its own
    if (encrypted === undefined) return this.#platform === 'win32' ? undefined : this.#system.find(service, account)
    await this.#makeSure()
    const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(Buffer.from(encrypted, 'base64'))
    // the value is known; that the disk is full keeps nobody from it
    if (shouldReEncrypt) await this.#renew(nameOf(service, account), encrypted, result).catch(() => undefined)
    return result
  }

  /** Whether values can be encrypted now. */
  async check(): Promise<KeychainState> {
    // first: without a keyring, what is said to be available differs from one Electron to the next
    if (this.#platform === 'linux' && noKeyring.has(safeStorage.getSelectedStorageBackend())) return 'no-keyring'
    return (await safeStorage.isAsyncEncryptionAvailable()) ? 'ready' : 'locked'
  }

  /** The accounts of a service that a value is kept of. @throws Error when the file cannot be read */
  accounts(service: string): string[] {
    const start = nameOf(service, '')
    return Object.keys(this.#read()).flatMap((name) => (name.startsWith(start) ? name.slice(start.length) : []))
  }

  /**
   * Keep a value; an empty one is forgotten. Once aborted, nothing is written.
   * @throws NoKeychain where it could not be encrypted
   */
  async keep(service: string, account: string, value: string, signal?: AbortSignal): Promise<void> {
    const encrypted = value === '' ? undefined : await this.#encrypt(value)
    signal?.throwIfAborted()
    // nothing may be waited for between these two: another value would be lost
    const { [nameOf(service, account)]: _before, ...others } = this.#read()
    this.#write(encrypted === undefined ? others : { ...others, [nameOf(service, account)]: encrypted })
  }

  /** Keep a value with the key that the system has now, unless somebody kept another one meanwhile. */
  async #renew(name: string, before: string, value: string): Promise<void> {
    const encrypted = await this.#encrypt(value)
    const entries = this.#read()
    if (entries[name] === before) this.#write({ ...entries, [name]: encrypted })
  }

  async #encrypt(value: string): Promise<string> {
    await this.#makeSure()
    return (await safeStorage.encryptStringAsync(value)).toString('base64')
  }

  async #makeSure(): Promise<void> {
    const state = await this.check()
    if (state === 'locked') throw new NoKeychain('the keychain of this system is locked')
    if (state === 'ready') return
    throw new NoKeychain('this desktop has no keyring (GNOME Keyring or KWallet); use env: or file: instead')
  }

  #read(): Entries {
    try {
      return entriesFile.parse(JSON.parse(readFileSync(this.#file, 'utf8'))).entries
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {}
      throw new Error(`${this.#file} is not what this program wrote`, { cause: error })
    }
  }

  #write(entries: Entries): void {
    mkdirSync(dirname(this.#file), { recursive: true })
    writeFileSync(`${this.#file}.part`, JSON.stringify({ version: 1, entries }), { mode: 0o600 })
    renameSync(`${this.#file}.part`, this.#file)
  }
}

/** That of the person at this machine. */
export const openDesktopKeychain = (): SafeKeychain =>
  new SafeKeychain(join(app.getPath('userData'), 'keychain.json'), new SystemKeychain())

const nameOf = (service: string, account: string): string => `${service}/${account}`
