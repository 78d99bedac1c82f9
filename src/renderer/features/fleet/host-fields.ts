import { z } from 'zod'
import { hostSpec } from '../../../shared/domain/app-spec'
import type { WrittenHost } from './spec-edit'

/** A host as somebody types it. */
export type HostFields = {
  readonly name: string
  readonly address: string
  readonly port: string
  readonly user: string
  /** `zone=a, rack=12` */
  readonly labels: string
  readonly canary: boolean
}

export const emptyHost: HostFields = { name: '', address: '', port: '', user: '', labels: '', canary: false }

/** Pure. */
export function toHostFields({ name, address, port, user, labels, canary }: WrittenHost): HostFields {
  return {
    name,
    address: address ?? '',
    port: port === undefined ? '' : String(port),
    user: user ?? '',
    labels: Object.entries(labels ?? {})
      .map(([key, value]) => `${key}=${value}`)
      .join(', '),
    canary: canary ?? false,
  }
}

/** As lastmile.yml would say it; what is not given is left out. Whether it is right is for the schema to say. Pure. */
export function toWrittenHost({ name, address, port, user, labels, canary }: HostFields): WrittenHost {
  const pairs = labels.split(/[,\n]/).flatMap((piece) => (piece.trim() === '' ? [] : [pairOf(piece.trim())]))
  return {
    name: name.trim(),
    ...(address.trim() === '' ? {} : { address: address.trim() }),
    ...(port.trim() === '' ? {} : { port: toNumber(port) }),
    ...(user.trim() === '' ? {} : { user: user.trim() }),
    ...(pairs.length === 0 ? {} : { labels: Object.fromEntries(pairs) }),
    ...(canary ? { canary } : {}),
  }
}

/** A piece without `=` or `:` has no value, which the schema refuses. */
function pairOf(piece: string): [string, string] {
  const [, key, value] = /^([^=:]+?)\s*[=:]\s*(.*)$/.exec(piece) ?? []
  return key === undefined ? [piece, undefined as unknown as string] : [key, value ?? '']
}

/** Text that is no number is kept, to be refused by the schema. */
export const toNumber = (text: string): number =>
  /^\s*\d{1,9}\s*$/.test(text) ? Number(text) : (text.trim() as unknown as number)

/** The schema of a host in lastmile.yml, for what somebody typed. */
export const hostForm = z.preprocess((fields) => toWrittenHost(fields as HostFields), hostSpec)
