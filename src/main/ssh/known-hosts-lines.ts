import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { parseHostKey, type HostKey } from './host-key'

/** One usable line of a known_hosts file. `@cert-authority` lines are not kept: certificates cannot be verified here. */
export type KnownHostLine = HostKey & {
  readonly isRevoked: boolean
  /** The first field: a hash, or names and patterns with commas. */
  readonly names: string
  readonly file: string
  /** From 1. */
  readonly line: number
}

/** Read known_hosts text. Pure. Comments, certificate authorities and lines that make no sense are left out, as OpenSSH does. */
export function parseKnownHosts(text: string, file: string): KnownHostLine[] {
  return splitKnownHosts(text).flatMap(({ marker, ...line }): KnownHostLine[] => {
    if (marker !== undefined && marker !== '@revoked') return []
    return [{ ...line, isRevoked: marker === '@revoked', file }]
  })
}

/** A line as it is written; `marker`: `@revoked`, `@cert-authority` or what else starts with `@`. */
type SplitLine = HostKey & { readonly marker?: string | undefined; readonly names: string; readonly line: number }

/** All lines of known_hosts text that name a host and a whole key, whatever their marker. Pure. */
export function splitKnownHosts(text: string): SplitLine[] {
  return text.split('\n').flatMap((raw, i): SplitLine[] => {
    const fields = raw.trim().split(/[ \t]+/)
    const marker = fields[0]?.startsWith('@') ? fields.shift() : undefined
    const [names, type, base64] = fields
    if (!names || names.startsWith('#') || !type || !base64) return []
    const key = parseHostKey(Buffer.from(base64, 'base64'))
    return key?.type === type ? [{ ...key, marker, names, line: i + 1 }] : []
  })
}

/** How known_hosts names a host: the bare name on port 22, `[name]:port` elsewhere. Pure; names are lower case. */
export function lookupName(host: string, port: number): string {
  return port === 22 ? host.toLowerCase() : `[${host.toLowerCase()}]:${port}`
}

/** Whether the names of a line mean this host (a `lookupName`): a hash, exact names, `*` and `?`, and `!` that excludes. Pure. */
export function matchesNames(names: string, host: string): boolean {
  if (names.startsWith('|')) return matchesHash(names, host)
  let isMatch = false
  for (const name of names.toLowerCase().split(',')) {
    if (!name.startsWith('!')) isMatch ||= matchesPattern(name, host)
    else if (matchesPattern(name.slice(1), host)) return false
  }
  return isMatch
}

/** True when `names` is a plain list that can be looked up by equality. Pure. */
export function isPlain(names: string): boolean {
  return !/[|*?!]/.test(names)
}

/** A line for known_hosts, without its newline. Names with characters that mean something there are hashed. */
export function formatKnownHost(host: string, key: HostKey): string {
  const isSafe = /^[\w.:[\]-]+$/.test(host)
  return `${isSafe ? host : hashName(host)} ${key.type} ${key.blob}`
}

function hashName(host: string): string {
  const salt = randomBytes(20)
  return `|1|${salt.toString('base64')}|${hmac(salt, host).toString('base64')}`
}

function matchesHash(names: string, host: string): boolean {
  const [, version, salt, hash] = names.split('|')
  if (version !== '1' || !salt || !hash) return false
  const expected = Buffer.from(hash, 'base64')
  const actual = hmac(Buffer.from(salt, 'base64'), host)
  return expected.length === actual.length && timingSafeEqual(expected, actual)
}

function hmac(salt: Buffer, host: string): Buffer {
  return createHmac('sha1', salt).update(host).digest()
}

/** Glob over the whole text, without backtracking blow-ups: after a `*`, only the last star is ever retried. */
function matchesPattern(pattern: string, text: string): boolean {
  let p = 0
  let t = 0
  let star = -1
  let retry = 0
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p++
      retry = t
    } else if (pattern[p] === '?' || pattern[p] === text[t]) {
      p++
      t++
    } else if (star >= 0) {
      p = star + 1
      t = ++retry
    } else return false
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}
