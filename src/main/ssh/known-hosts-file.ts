import { appendFile, mkdir, open, readFile, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError, asOutOfFiles } from '../../shared/errors/app-error'
import { isPlain, matchesNames, parseKnownHosts, type KnownHostLine } from './known-hosts-lines'

/** A file is looked at again when its last look is older: a person who edits it and retries is never served the old one. */
const freshForMs = 300

/** One known_hosts file in memory, indexed by name and by key; read again when it changed on disk. */
export class KnownHostsFile {
  readonly path: string
  #byName = new Map<string, KnownHostLine[]>()
  #byKey = new Map<string, KnownHostLine[]>()
  /** Hashes and patterns: each must be tried. */
  #others: KnownHostLine[] = []
  /** Answers of the slow search; a hash costs 2 µs, a file may hold thousands, and a fleet asks a thousand times. */
  #searched = new Map<string, readonly KnownHostLine[]>()
  #stamp = ''
  #lines = 0
  #lookedAtMs = 0
  #looking: Promise<void> | undefined
  #queue: string[] = []
  #writing: Promise<void> | undefined

  constructor(path: string) {
    this.path = path
  }

  /**
   * Read the file if it is new or changed. A missing file is empty.
   * @throws AppError `ssh.known-hosts-unreadable`
   */
  async refresh(): Promise<void> {
    if (this.#writing) await this.#writing
    // one that is under way has not seen anything yet
    if (!this.#looking && Date.now() - this.#lookedAtMs < freshForMs) return
    this.#looking ??= this.#look().finally(() => (this.#looking = undefined))
    await this.#looking
  }

  /** Lines (also revoked ones) with exactly this key that mean this host. Cheap whatever the size of the file. */
  findByKey(host: string, blob: string): KnownHostLine[] {
    return (this.#byKey.get(blob) ?? []).filter((line) => matchesNames(line.names, host))
  }

  /** Key types stated for the host by exact names; no hash is tried, so some may be missing. */
  listTypes(host: string): string[] {
    return (this.#byName.get(host) ?? []).filter((line) => !line.isRevoked).map((line) => line.type)
  }

  /** Every line that is not revoked and means this host. */
  listByHost(host: string): readonly KnownHostLine[] {
    let lines = this.#searched.get(host)
    if (!lines) {
      const others = this.#others.filter((line) => matchesNames(line.names, host))
      lines = [...(this.#byName.get(host) ?? []), ...others].filter((line) => !line.isRevoked)
      this.#searched.set(host, lines)
    }
    return lines
  }

  /**
   * Add a line and make it durable; lines that come together are written together.
   * @throws AppError `ssh.known-hosts-unwritable`
   */
  async append(line: string, host: string): Promise<void> {
    this.#queue.push(line)
    await this.#looking
    this.#writing ??= this.#write().finally(() => (this.#writing = undefined))
    try {
      await this.#writing
    } catch (cause) {
      throw new AppError('ssh.known-hosts-unwritable', {
        details: { host, file: this.path, reason: String(cause) },
        cause,
      })
    }
  }

  async #look(): Promise<void> {
    this.#lookedAtMs = Date.now()
    try {
      const stamp = await stampOf(this.path)
      if (stamp === this.#stamp) return
      const text = stamp === 'missing' ? '' : await readFile(this.path, 'utf8')
      this.#stamp = stamp
      this.#index(text)
    } catch (cause) {
      // whoever comes next must not take what was not read for a file without lines
      this.#lookedAtMs = -Infinity
      throw (
        asOutOfFiles(cause) ??
        new AppError('ssh.known-hosts-unreadable', { details: { file: this.path, reason: String(cause) }, cause })
      )
    }
  }

  #index(text: string): void {
    this.#byName.clear()
    this.#byKey.clear()
    this.#others = []
    this.#lines = text.split('\n').length - (text === '' || text.endsWith('\n') ? 1 : 0)
    for (const line of parseKnownHosts(text, this.path)) this.#add(line)
    this.#searched.clear()
  }

  #add(line: KnownHostLine): void {
    push(this.#byKey, line.blob, line)
    if (isPlain(line.names)) for (const name of line.names.toLowerCase().split(',')) push(this.#byName, name, line)
    else this.#others.push(line)
  }

  async #write(): Promise<void> {
    // everything that came in during this turn goes out in one write
    await Promise.resolve()
    while (this.#queue.length > 0) {
      const lines = this.#queue
      this.#queue = []
      await mkdir(dirname(this.path), { recursive: true, mode: 0o700 })
      // a write that was cut off by a crash must not swallow the next line
      const start = (await endsWithNewline(this.path)) ? '' : '\n'
      const before = await stampOf(this.path)
      await appendFile(this.path, `${start}${lines.join('\n')}\n`, { mode: 0o600 })
      if (before !== this.#stamp) continue
      for (const line of parseKnownHosts(lines.join('\n'), this.path)) {
        this.#add({ ...line, line: this.#lines + line.line })
      }
      this.#lines += lines.length
      this.#searched.clear()
      this.#stamp = await stampOf(this.path)
    }
  }
}

function push(map: Map<string, KnownHostLine[]>, key: string, line: KnownHostLine): void {
  const lines = map.get(key)
  if (lines) lines.push(line)
  else map.set(key, [line])
}

async function stampOf(path: string): Promise<string> {
  try {
    const { mtimeMs, size, ino } = await stat(path)
    return `${ino}.${size}.${mtimeMs}`
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'missing'
    throw error
  }
}

async function endsWithNewline(path: string): Promise<boolean> {
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  )
  if (size === 0) return true
  const file = await open(path, 'r')
  try {
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1)
    return buffer[0] === 0x0a
  } finally {
    await file.close()
  }
}
