import { glob, readFile } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import { parse, type Line } from 'ssh-config'
import { AppError, asOutOfFiles } from '../../shared/errors/app-error'
import { expandHome } from './tokens'

/** Options that hold for one host; names in lower case, as first obtained (OpenSSH's rule). */
export type SshConfigValues = Readonly<Record<string, string | readonly string[]>>

/** The file is read again after this time: who edits it and retries is not served the old one. */
const freshForMs = 1_000
/** As in OpenSSH. */
const maxIncludeDepth = 16

type Parsed = ReturnType<typeof parse>

/**
 * Reads ssh_config files: `Host`, `Match` (host, originalhost, user, localuser, all, final) and `Include`. `Match exec` never
 * matches and host names are not canonicalised: both would run programs for each host and stop the console meanwhile.
 */
export class SshConfigReader {
  readonly #home: string
  readonly #systemFile: string
  readonly #cache = new Map<string, { readonly atMs: number; readonly parsed: Promise<Parsed> }>()

  constructor(home: string, systemFile = '/etc/ssh/ssh_config') {
    this.#home = home
    this.#systemFile = systemFile
  }

  /**
   * What the files say about a host: `file` alone when it is given (`none`: nothing), else ~/.ssh/config and then the system's.
   * @throws AppError `ssh.config-unreadable`
   */
  async valuesFor(host: string, user: string | undefined, file?: string): Promise<SshConfigValues> {
    if (file === 'none') return {}
    const parsed = await this.#load(file)
    const query = user === undefined ? { Host: host } : { Host: host, User: user }
    // `host` is the pattern of the section that matched first
    const { host: _pattern, ...values } = parsed.compute(query, { ignoreCase: true, matchExec: false })
    return values
  }

  #load(file: string | undefined): Promise<Parsed> {
    const id = file ?? ''
    const cached = this.#cache.get(id)
    if (cached && Date.now() - cached.atMs < freshForMs) return cached.parsed
    const parsed = file === undefined ? this.#parseDefaults() : this.#parseGiven(expandHome(file, this.#home))
    const entry = { atMs: Date.now(), parsed }
    this.#cache.set(id, entry)
    // what went wrong once (no more files can be opened, say) may be right the next time
    parsed.catch(() => {
      if (this.#cache.get(id) === entry) this.#cache.delete(id)
    })
    return parsed
  }

  async #parseGiven(file: string): Promise<Parsed> {
    return parseText(await this.#read(file, true, '', 0), file)
  }

  async #parseDefaults(): Promise<Parsed> {
    const file = join(this.#home, '.ssh', 'config')
    const own = await this.#read(file, false, '', 0)
    const system = await this.#read(this.#systemFile, false, '', 0)
    return parseText(`${own}\nHost *\n${system}`, file)
  }

  /** The text of a file with its includes in place. After each, `section` (the Host or Match line it stands in) is opened again. */
  async #read(file: string, isRequired: boolean, section: string, depth: number): Promise<string> {
    if (depth > maxIncludeDepth) throw unreadable(file, 'too many nested Include lines')
    const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
      if (!isRequired && cause.code === 'ENOENT') return ''
      throw unreadable(file, cause.message, cause)
    })
    let current = section || 'Host *'
    const lines: string[] = []
    for (const line of text.split(/\r?\n/)) {
      const [, keyword = '', value = ''] = /^\s*(\w+)[\s=]+(.*)$/.exec(line) ?? []
      if (/^(host|match)$/i.test(keyword)) current = line
      if (/^include$/i.test(keyword)) lines.push(await this.#include(value, current, depth + 1), current)
      else lines.push(line)
    }
    return lines.join('\n')
  }

  async #include(value: string, section: string, depth: number): Promise<string> {
    const texts: string[] = []
    for (const [, quoted, bare] of value.matchAll(/"([^"]*)"|(\S+)/g)) {
      const path = expandHome(quoted ?? bare ?? '', this.#home)
      const pattern = isAbsolute(path) ? path : join(this.#home, '.ssh', path)
      const files: string[] = []
      for await (const file of glob(pattern)) files.push(file)
      for (const file of files.sort()) texts.push(await this.#read(file, false, section, depth))
    }
    return texts.join('\n')
  }
}

function parseText(text: string, file: string): Parsed {
  try {
    const parsed = parse(text)
    dropCanonicalisation(parsed)
    return parsed
  } catch (cause) {
    throw unreadable(file, cause instanceof Error ? cause.message : String(cause), cause)
  }
}

/** The library would run nslookup, synchronously, per host. */
function dropCanonicalisation(config: Line[]): void {
  for (let i = config.length - 1; i >= 0; i--) {
    const line = config[i]
    if (line === undefined || !('param' in line)) continue
    if ('config' in line) dropCanonicalisation(line.config)
    else if (/^canonical/i.test(line.param)) config.splice(i, 1)
  }
}

const unreadable = (file: string, reason: string, cause?: unknown): AppError =>
  asOutOfFiles(cause) ?? new AppError('ssh.config-unreadable', { details: { file, reason }, cause })
