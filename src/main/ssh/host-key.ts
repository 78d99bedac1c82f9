import { createHash } from 'node:crypto'
import type { ServerHostKeyAlgorithm } from 'ssh2'

/** A public key as a server shows it or a known_hosts line states it. */
export type HostKey = {
  readonly type: string
  /** Canonical base64 of the wire format; equal keys have equal strings. */
  readonly blob: string
}

const algorithmsByType: Readonly<Record<string, readonly ServerHostKeyAlgorithm[]>> = {
  'ssh-ed25519': ['ssh-ed25519'],
  'ecdsa-sha2-nistp256': ['ecdsa-sha2-nistp256'],
  'ecdsa-sha2-nistp384': ['ecdsa-sha2-nistp384'],
  'ecdsa-sha2-nistp521': ['ecdsa-sha2-nistp521'],
  // SHA-1 stays last: only very old servers have nothing else
  'ssh-rsa': ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'],
}

/** The type and what follows it; so a key that was cut off between two fields is not taken for one. */
const fieldsByType: Readonly<Record<string, number>> = {
  'ssh-ed25519': 2,
  'ecdsa-sha2-nistp256': 3,
  'ecdsa-sha2-nistp384': 3,
  'ecdsa-sha2-nistp521': 3,
  'ssh-rsa': 3,
}

/**
 * Read a key in wire format: length-prefixed fields, the first of them the type. Pure; undefined when it is not exactly
 * that, as in a line that was cut off while it was written.
 */
export function parseHostKey(bytes: Buffer): HostKey | undefined {
  let type = ''
  let fields = 0
  let at = 0
  while (at < bytes.length) {
    if (at + 4 > bytes.length) return undefined
    const end = at + 4 + bytes.readUInt32BE(at)
    if (end > bytes.length) return undefined
    if (fields++ === 0) type = bytes.toString('latin1', at + 4, end)
    at = end
  }
  return fields === (fieldsByType[type] ?? Math.max(fields, 2)) ? { type, blob: bytes.toString('base64') } : undefined
}

/** `SHA256:…` as ssh-keygen and ssh print it. Pure. */
export function fingerprintOf(key: HostKey): string {
  const digest = createHash('sha256').update(Buffer.from(key.blob, 'base64')).digest('base64')
  return `SHA256:${digest.replace(/=+$/, '')}`
}

/** Whether this client can verify a host by a key of that type (no certificates, no security keys, no DSA). Pure. */
export function canVerify(keyType: string): boolean {
  return keyType in algorithmsByType
}

/**
 * The host key algorithms to offer, the types known for the host first: a server with several keys then shows the one we
 * can check, and is not mistaken for a changed one. Pure.
 */
export function algorithmsFor(knownTypes: readonly string[]): ServerHostKeyAlgorithm[] {
  const types = [...knownTypes.filter(canVerify), ...Object.keys(algorithmsByType)]
  return [...new Set(types.flatMap((type) => algorithmsByType[type] ?? []))]
}
