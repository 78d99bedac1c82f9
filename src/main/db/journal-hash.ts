import { hash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { invariant } from '../../shared/util/invariant'

/** The `prev_hash` of a rollout's first row. Its id is part of every row, so two rollouts never share a hash. */
export const firstPrevHash = '0'.repeat(64)

export type HashedFields = {
  readonly rollout: string
  readonly seq: number
  readonly at: number
  readonly actor: string
  readonly kind: string
  /** The canonical JSON as it is stored, so that verifying hashes the stored bytes and not a copy made anew. */
  readonly payloadText: string
}

/**
 * SHA-256, in lower-case hex, over the UTF-8 bytes of
 *
 *     prev_hash  [rollout,seq,at_ms,actor,kind,payload]
 *
 * without the spaces: the 64 hex digits of the row before, directly followed by one JSON array in canonical form
 * (RFC 8785: no white space, keys sorted by UTF-16 code unit). Pure.
 */
export function hashRow(prevHash: string, row: HashedFields): string {
  const head = JSON.stringify([row.rollout, row.seq, row.at, row.actor, row.kind])
  return hash('sha256', `${prevHash}${head.slice(0, -1)},${row.payloadText}]`)
}

/**
 * Canonical JSON (RFC 8785). Pure. What JSON cannot say becomes what it can, since a journal must take whatever happened:
 * half of a surrogate pair (output cut in the middle of a character) becomes U+FFFD, NaN becomes null.
 */
export function canonicalJson(value: unknown): string {
  let text: string | undefined
  try {
    text = canonicalize(value)
  } catch {
    const plain = JSON.stringify(value, (_, item: unknown) => (typeof item === 'string' ? item.toWellFormed() : item))
    text = canonicalize(JSON.parse(plain))
  }
  invariant(text !== undefined, 'a payload is JSON')
  return text
}
