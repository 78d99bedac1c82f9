import { AppError } from '../../shared/errors/app-error'
import { canVerify, fingerprintOf, type HostKey } from './host-key'
import { KnownHostsFile } from './known-hosts-file'
import { formatKnownHost, lookupName, type KnownHostLine } from './known-hosts-lines'
import type { Prompter } from './prompter'

export type HostKeyPolicy = 'ask' | 'strict' | 'accept-new'

/** Whose key is checked, where it may be known, and what to do when it is not. */
export type HostKeyPlace = {
  /** As the user knows it, for messages. */
  readonly label: string
  readonly host: string
  readonly port: number
  /** Files to read besides the data folder's own. */
  readonly files: readonly string[]
  readonly policy: HostKeyPolicy
}

export type HostKeyVerdict =
  | { readonly kind: 'known' }
  /** Never seen, and nothing else known of the host. */
  | { readonly kind: 'unknown' }
  /** The host is known by keys of other types only; ask it for one of those before judging. */
  | { readonly kind: 'other-types'; readonly types: readonly string[]; readonly known: KnownHostLine }
  | { readonly kind: 'changed'; readonly known: KnownHostLine }
  | { readonly kind: 'revoked'; readonly known: KnownHostLine }

/**
 * Judge a host key by the given files. A revoked key is revoked whatever else is written. Hosts on other ports are also
 * found by their bare name, as OpenSSH does, but never called changed because of it.
 */
export function judgeHostKey(
  files: readonly KnownHostsFile[],
  host: string,
  port: number,
  key: HostKey,
): HostKeyVerdict {
  const lookup = lookupName(host, port)
  const bare = host.toLowerCase()
  const sameKey = files.flatMap((file) => [...file.findByKey(lookup, key.blob), ...file.findByKey(bare, key.blob)])
  const revoked = sameKey.find((line) => line.isRevoked)
  if (revoked) return { kind: 'revoked', known: revoked }
  if (files.some((file) => file.findByKey(lookup, key.blob).length > 0)) return { kind: 'known' }
  const lines = files.flatMap((file) => file.listByHost(lookup)).filter((line) => canVerify(line.type))
  const sameType = lines.find((line) => line.type === key.type)
  if (sameType) return { kind: 'changed', known: sameType }
  const [other] = lines
  if (other) return { kind: 'other-types', types: lines.map((line) => line.type), known: other }
  return sameKey.length > 0 ? { kind: 'known' } : { kind: 'unknown' }
}

/** The host keys this console trusts: reads the user's known_hosts files, learns new keys into the data folder's. */
export class KnownHosts {
  readonly #own: KnownHostsFile
  readonly #prompter: Prompter | undefined
  readonly #files = new Map<string, KnownHostsFile>()
  /** `lookup blob` of keys a person accepted and whose owner has not yet proved to hold them. */
  readonly #accepted = new Set<string>()
  #acceptsAll = false
  /** The tail of the queue of questions: a person is asked one thing at a time. */
  #asking: Promise<unknown> = Promise.resolve()

  constructor(ownFile: string, prompter?: Prompter) {
    this.#own = new KnownHostsFile(ownFile)
    this.#prompter = prompter
    this.#files.set(ownFile, this.#own)
  }

  /** Read the files of a place and return the key types to ask the host for first. @throws AppError `ssh.known-hosts-unreadable` */
  async prepare(place: HostKeyPlace): Promise<string[]> {
    const files = this.#filesOf(place)
    await Promise.all(files.map((file) => file.refresh()))
    return files.flatMap((file) => file.listTypes(lookupName(place.host, place.port)))
  }

  /** Judge by the files as `prepare` read them. A key that a person just accepted is known. */
  judge(place: HostKeyPlace, key: HostKey): HostKeyVerdict {
    const verdict = judgeHostKey(this.#filesOf(place), place.host, place.port, key)
    const isAccepted = this.#acceptsAll || place.policy === 'accept-new' || this.#accepted.has(acceptedId(place, key))
    return verdict.kind === 'unknown' && place.policy !== 'strict' && isAccepted ? { kind: 'known' } : verdict
  }

  /**
   * Ask a person about a first key. Resolves when it is accepted; the host is then to be connected to again.
   * @throws AppError `ssh.host-key-unknown` (nobody to ask, or policy strict), `ssh.host-key-refused`
   */
  async ask(place: HostKeyPlace, key: HostKey): Promise<void> {
    const prompter = place.policy === 'ask' ? this.#prompter : undefined
    if (!prompter) throw new AppError('ssh.host-key-unknown', { details: describe(place, key, this.#own.path) })
    const turn = this.#asking.then(() => this.#askNow(prompter, place, key))
    this.#asking = turn.catch(() => undefined)
    await turn
  }

  /** Remember a key whose owner proved to hold it; nothing happens when it is in a file already. @throws AppError `ssh.known-hosts-unwritable` */
  async record(place: HostKeyPlace, key: HostKey): Promise<void> {
    this.#accepted.delete(acceptedId(place, key))
    const verdict = judgeHostKey(this.#filesOf(place), place.host, place.port, key)
    if (verdict.kind !== 'unknown') return
    await this.#own.append(formatKnownHost(lookupName(place.host, place.port), key), place.label)
  }

  async #askNow(prompter: Prompter, place: HostKeyPlace, key: HostKey): Promise<void> {
    if (this.judge(place, key).kind === 'known') return
    const details = describe(place, key, this.#own.path)
    const host = `${place.label} (${details.address})`
    const answer = await prompter.askHostKey({ host, keyType: key.type, fingerprint: details.fingerprint })
    if (answer === false) throw new AppError('ssh.host-key-refused', { details })
    if (answer === 'all') this.#acceptsAll = true
    this.#accepted.add(acceptedId(place, key))
  }

  #filesOf(place: HostKeyPlace): KnownHostsFile[] {
    return [...new Set([...place.files, this.#own.path])].map((path) => {
      const file = this.#files.get(path) ?? new KnownHostsFile(path)
      this.#files.set(path, file)
      return file
    })
  }
}

/** The error for a verdict that ends the connection for good. Pure. */
export function hostKeyError(place: HostKeyPlace, key: HostKey, known: KnownHostLine, isRevoked: boolean): AppError {
  return new AppError(isRevoked ? 'ssh.host-key-revoked' : 'ssh.host-key-changed', {
    details: {
      ...describe(place, key, known.file),
      line: known.line,
      knownType: known.type,
      knownFingerprint: fingerprintOf(known),
    },
  })
}

function describe(place: HostKeyPlace, key: HostKey, file: string) {
  return {
    host: place.label,
    address: `${place.host}:${place.port}`,
    lookup: lookupName(place.host, place.port),
    keyType: key.type,
    fingerprint: fingerprintOf(key),
    file,
  }
}

function acceptedId(place: HostKeyPlace, key: HostKey): string {
  return `${lookupName(place.host, place.port)} ${key.blob}`
}
