import { createPrivateKey } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import ssh2 from 'ssh2'
import type { ParsedKey } from 'ssh2'
import { AppError, asOutOfFiles } from '../../shared/errors/app-error'
import { KeptLogins } from './kept-logins'
import type { Prompter } from './prompter'

/** A key file as far as it can be used now. */
export type KeyFile =
  | { readonly kind: 'ready'; readonly file: string; readonly key: ParsedKey }
  /** Encrypted, or only the public half is here; an agent may hold it. */
  | {
      readonly kind: 'locked'
      readonly file: string
      readonly publicBlob: Buffer | undefined
      readonly canUnlock: boolean
    }
  | { readonly kind: 'unusable'; readonly file: string; readonly isMissing: boolean; readonly reason: string }

type Loaded = {
  readonly stamp: number
  readonly key: Promise<KeyFile>
  /** UTC ms. */
  readonly lookedAtMs: number
}

/** One look at a file serves the handshakes of a whole batch; who replaces a key and retries is not served the old one. */
const freshForMs = 300
/** Of a file that was not read: no file has it. */
const unreadStamp = NaN
/** As many as ssh grants. */
const maxPassphraseTries = 3

/**
 * Reads private keys, and keeps what it read and unlocked in memory; a file that changes is read again. A passphrase that a
 * person had kept is taken before anybody is asked; one that opens nothing is dropped.
 */
export class PrivateKeys {
  readonly #prompter: Prompter | undefined
  readonly #kept: KeptLogins
  readonly #files = new Map<string, Loaded>()
  readonly #unlocked = new Map<string, ParsedKey>()
  readonly #unlocking = new Map<string, Promise<void>>()
  /** Files whose passphrase the person did not give; they are not asked again. */
  readonly #declined = new Set<string>()

  constructor(prompter?: Prompter, kept: KeptLogins = new KeptLogins()) {
    this.#prompter = prompter
    this.#kept = kept
  }

  /** Load a key file. What is wrong with it is part of the answer. @throws AppError `console.out-of-files` */
  async load(file: string): Promise<KeyFile> {
    const unlocked = this.#unlocked.get(file)
    if (unlocked) return { kind: 'ready', file, key: unlocked }
    const known = this.#files.get(file)
    if (known && Date.now() - known.lookedAtMs < freshForMs) return known.key
    const stamp = await stampOf(file)
    const key = known?.stamp === stamp ? known.key : loadKeyFile(file)
    const loaded = { stamp, key, lookedAtMs: Date.now() }
    this.#files.set(file, loaded)
    const forget = () => this.#files.get(file) === loaded && this.#files.set(file, { ...loaded, stamp: unreadStamp })
    // the same file may be readable the next time: its rights were wrong, or there were no more files
    key.then(({ kind }) => kind === 'unusable' && forget(), forget)
    return key
  }

  /** The files that a passphrase was given for. */
  get unlockedFiles(): readonly string[] {
    return [...this.#unlocked.keys()]
  }

  /** Lock them again, and ask again where somebody declined. What the keychain keeps stays there. */
  forget(): void {
    this.#unlocked.clear()
    this.#declined.clear()
  }

  /** Whether `unlock` would ask somebody. */
  canAsk(file: string): boolean {
    return this.#prompter !== undefined && !this.#declined.has(file)
  }

  /**
   * Open a key with the passphrase that is kept, or ask for it; all who wait for the same key share one question. Afterwards the
   * key is ready, or, when the person declined, is not asked for again.
   * @throws AppError `ssh.passphrase-wrong` after three wrong ones
   */
  async unlock(file: string): Promise<void> {
    // answered (or declined) since the question came up
    if (this.#unlocked.has(file) || !this.canAsk(file)) return
    let unlocking = this.#unlocking.get(file)
    if (!unlocking) {
      unlocking = this.#open(file).finally(() => this.#unlocking.delete(file))
      this.#unlocking.set(file, unlocking)
    }
    await unlocking
  }

  async #open(file: string): Promise<void> {
    const text = await readFile(file, 'utf8')
    const secret = { kind: 'passphrase', file } as const
    const kept = await this.#kept.find(secret)
    if (kept !== undefined) {
      if (this.#take(file, parsePrivateKey(text, kept))) return
      void this.#kept.drop(secret)
    }
    const keychain = await this.#kept.check()
    for (let tries = 0; tries < maxPassphraseTries; tries++) {
      const answer = await this.#prompter?.askSecret(`Passphrase for ${file}`, keychain)
      if (!answer?.secret) {
        this.#declined.add(file)
        return
      }
      if (!this.#take(file, parsePrivateKey(text, answer.secret))) continue
      if (answer.isToKeep) void this.#kept.keep(secret, answer.secret)
      return
    }
    throw new AppError('ssh.passphrase-wrong', { details: { file } })
  }

  /** Whether the passphrase opened it. */
  #take(file: string, key: ParsedKey | Error): boolean {
    if (key instanceof Error) return false
    this.#unlocked.set(file, key)
    return true
  }
}

function stampOf(file: string): Promise<number> {
  return stat(file).then(
    (found) => found.mtimeMs,
    () => -1,
  )
}

async function loadKeyFile(file: string): Promise<KeyFile> {
  try {
    const text = await readFile(file, 'utf8')
    const key = parsePrivateKey(text)
    if (!(key instanceof Error)) {
      if (key.isPrivateKey()) return { kind: 'ready', file, key }
      return { kind: 'locked', file, publicBlob: key.getPublicSSH(), canUnlock: false }
    }
    if (!isEncrypted(text)) return { kind: 'unusable', file, isMissing: false, reason: key.message }
    return { kind: 'locked', file, publicBlob: publicBlobOf(text) ?? (await readPublicBlob(file)), canUnlock: true }
  } catch (error) {
    const outOfFiles = asOutOfFiles(error)
    if (outOfFiles) throw outOfFiles
    const publicBlob = await readPublicBlob(file)
    if (publicBlob) return { kind: 'locked', file, publicBlob, canUnlock: false }
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    return { kind: 'unusable', file, isMissing, reason: error instanceof Error ? error.message : String(error) }
  }
}

/** Read a private (or public) key in OpenSSH, PEM or PKCS#8 form. Pure; an Error says why it cannot be used. */
function parsePrivateKey(text: string, passphrase?: string): ParsedKey | Error {
  try {
    // the library cannot read PKCS#8, what `openssl genpkey` writes
    const pem = /^-----BEGIN (ENCRYPTED )?PRIVATE KEY-----/m.test(text) ? fromPkcs8(text, passphrase) : text
    const parsed: ParsedKey | Error | ParsedKey[] = ssh2.utils.parseKey(pem, passphrase)
    return Array.isArray(parsed) ? (parsed[0] ?? new Error('the file holds no key')) : parsed
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}

function fromPkcs8(text: string, passphrase: string | undefined): string {
  const key = createPrivateKey(passphrase === undefined ? text : { key: text, passphrase })
  if (key.asymmetricKeyType === 'rsa') return key.export({ type: 'pkcs1', format: 'pem' }).toString()
  if (key.asymmetricKeyType === 'ec') return key.export({ type: 'sec1', format: 'pem' }).toString()
  throw new Error(`a ${key.asymmetricKeyType} key in PKCS#8 form is not supported; convert it with ssh-keygen -p -f`)
}

function isEncrypted(text: string): boolean {
  if (/^-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(text)) return true
  const body = openSshBody(text)
  // magic, then the name of the cipher
  return body !== undefined && readField(body, 15)?.field.toString() !== 'none'
}

/** The public half of an OpenSSH key file, which is readable without the passphrase. */
function publicBlobOf(text: string): Buffer | undefined {
  const body = openSshBody(text)
  if (!body) return undefined
  // magic, cipher, kdf, kdf options, number of keys, public key
  let at = 15
  for (let i = 0; i < 3; i++) at = readField(body, at)?.end ?? body.length
  return readField(body, at + 4)?.field
}

function openSshBody(text: string): Buffer | undefined {
  const [, base64] = /-----BEGIN OPENSSH PRIVATE KEY-----([\s\S]+?)-----END/.exec(text) ?? []
  const body = base64 === undefined ? undefined : Buffer.from(base64, 'base64')
  return body?.toString('latin1', 0, 15) === 'openssh-key-v1\0' ? body : undefined
}

function readField(bytes: Buffer, at: number): { field: Buffer; end: number } | undefined {
  if (at + 4 > bytes.length) return undefined
  const end = at + 4 + bytes.readUInt32BE(at)
  return end > bytes.length ? undefined : { field: bytes.subarray(at + 4, end), end }
}

async function readPublicBlob(file: string): Promise<Buffer | undefined> {
  const text = await readFile(`${file}.pub`, 'utf8').catch(() => '')
  const key = ssh2.utils.parseKey(text)
  return key instanceof Error ? undefined : key.getPublicSSH()
}
