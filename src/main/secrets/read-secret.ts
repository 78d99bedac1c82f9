import { open } from 'node:fs/promises'
import { homedir } from 'node:os'
import type { SecretSource } from '../../shared/domain/secret-spec'
import { AppError, asOutOfFiles } from '../../shared/errors/app-error'
import { invariant } from '../../shared/util/invariant'
import type { Keychain } from '../ports/secrets'
import { leastSecretBytes } from './secret-forms'
import { NoKeychain, storeCommand } from './system-keychain'

/** A private key with its chain has some KiB; what is larger is another file. */
const limitBytes = 64 * 1024
/** Permission bits by which somebody else than the owner may read. */
const othersMayRead = 0o044

export type SecretPorts = {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly keychain: Keychain
  readonly home?: string
}

/**
 * Read one secret from where it is kept. A file is taken as it is, with the line break at its end.
 * @throws AppError `secret.*`
 */
export async function readSecret(name: string, source: SecretSource, ports: SecretPorts): Promise<string> {
  const { env, file, keychain } = source
  if (env !== undefined) return checked(name, `the environment variable ${env}`, readVariable(name, env, ports))
  if (file !== undefined) return checked(name, file, await readSecretFile(name, file, ports))
  invariant(keychain !== undefined, 'a secret has a source')
  return checked(name, `the entry ${keychain} of the keychain`, await readEntry(name, keychain, ports))
}

function readVariable(name: string, variable: string, { env }: SecretPorts): string {
  const value = env[variable]
  if (value === undefined || value === '') throw new AppError('secret.env-missing', { details: { name, variable } })
  return value
}

async function readSecretFile(name: string, path: string, { home = homedir() }: SecretPorts): Promise<string> {
  const file = path.replace(/^~(?=\/)/, home)
  try {
    await using handle = await open(file, 'r')
    const { mode, size } = await handle.stat()
    // Windows has no such bits: its files show as readable by all
    if (process.platform !== 'win32' && (mode & othersMayRead) !== 0) {
      const details = { name, file, mode: (mode & 0o777).toString(8).padStart(4, '0') }
      throw new AppError('secret.file-open', { details })
    }
    if (size > limitBytes) {
      throw new AppError('secret.file-too-large', { details: { name, file, sizeBytes: size, limitBytes } })
    }
    return decode(name, file, await handle.readFile())
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw asOutOfFiles(cause) ?? new AppError('secret.file-unreadable', { details: { name, file, reason }, cause })
  }
}

function decode(name: string, source: string, bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new AppError('secret.not-text', { details: { name, source } })
  }
}

async function readEntry(name: string, entry: string, { keychain }: SecretPorts): Promise<string> {
  const slash = entry.indexOf('/')
  const [service, account] = [entry.slice(0, slash), entry.slice(slash + 1)]
  const value = await keychain.find(service, account).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause)
    const code = cause instanceof NoKeychain ? 'secret.no-keychain' : 'secret.keychain-failed'
    throw new AppError(code, { details: { name, reason }, cause })
  })
  if (value !== undefined && value !== '') return value
  const command = storeCommand(process.platform, service, account)
  throw new AppError('secret.keychain-missing', { details: { name, service, account, command } })
}

/** Refuse what could not be handed over, or not be hidden. */
function checked(name: string, source: string, value: string): string {
  if (value.includes('\0')) throw new AppError('secret.not-text', { details: { name, source } })
  const content = value.replace(/[\r\n]+$/, '')
  if (Buffer.byteLength(content) >= leastSecretBytes) return value
  const details = { name, source, characters: content.length, least: leastSecretBytes }
  throw new AppError('secret.too-short', { details })
}
