/**
 * The kinds of values in lastmile.yml. Those with a unit are codecs: decoded when the file is read (`10m` → 600000),
 * encoded when it is written back. `describe` is what the error message says was expected.
 */
import { z } from 'zod'
import { formatDurationSpec, parseDurationMs } from '../util/duration'

/** A year and a day: anything longer is a slip of the pen, and still exact in milliseconds. */
const longestDurationMs = 366 * 24 * 3_600_000

/** Milliseconds, written as `30s`, `10m`, `1h30m` or a number of seconds. */
export const durationMs = z
  .codec(z.union([z.string(), z.number()]), z.number().min(0), {
    decode: (value, ctx) => {
      const ms = parseDurationMs(value)
      if (ms !== undefined && ms <= longestDurationMs) return ms
      const message =
        ms === undefined
          ? `"${value}" is not a duration; write for example 500ms, 30s, 10m or 1h30m`
          : `"${value}" is longer than a year`
      ctx.issues.push({ code: 'custom', message, input: value })
      return z.NEVER
    },
    encode: (ms) => formatDurationSpec(ms),
  })
  .describe('a duration such as 30s, 10m or 1h30m')

export type Amount = { readonly hosts: number } | { readonly percent: number }

const decodedAmount = z.union([z.strictObject({ hosts: z.number() }), z.strictObject({ percent: z.number() })])

/** A number of hosts (`2`) or a share of them (`25%`). */
export const amount = z
  .codec(z.union([z.number(), z.string()]), decodedAmount, {
    decode: (value, ctx): Amount => {
      const decoded = parseAmount(`${value}`.trim())
      if (decoded) return decoded
      const message = `"${value}" is neither a whole number of hosts nor a percentage such as 25%`
      ctx.issues.push({ code: 'custom', message, input: value })
      return z.NEVER
    },
    encode: (value) => ('hosts' in value ? value.hosts : `${value.percent}%`),
  })
  .describe('a number of hosts such as 2, or a share such as 25%')

function parseAmount(text: string): Amount | undefined {
  // six decimals: further ones would be written back with an exponent
  const [, share] = /^(\d{1,3}(?:\.\d{1,6})?)\s*%$/.exec(text) ?? []
  if (share !== undefined) return Number(share) <= 100 ? { percent: Number(share) } : undefined
  return /^\d{1,7}$/.test(text) ? { hosts: Number(text) } : undefined
}

const sizeUnits = { B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 } as const

/** Bytes, written as `500MiB`, `2GiB` or a plain number. */
export const sizeBytes = z
  .codec(z.union([z.int().min(0), z.string()]), z.number(), {
    decode: (value, ctx) => {
      if (typeof value === 'number') return value
      const [, count, unit] = /^(\d{1,9}(?:\.\d{1,3})?)\s*(B|KiB|MiB|GiB|TiB)$/.exec(value.trim()) ?? []
      if (unit) return Math.round(Number(count) * sizeUnits[unit as keyof typeof sizeUnits])
      ctx.issues.push({
        code: 'custom',
        message: `"${value}" is not a size; write for example 500MiB or 2GiB`,
        input: value,
      })
      return z.NEVER
    },
    encode: (bytes) => {
      const exact = Object.entries(sizeUnits).findLast(([, size]) => bytes >= size && bytes % size === 0)
      return exact && exact[1] > 1 ? `${bytes / exact[1]}${exact[0]}` : bytes
    },
  })
  .describe('a size such as 500MiB or 2GiB')

/** Text where a bare number or true/false is as good: `tier: 1`, `rack: 12`. */
export const looseText = z
  .codec(z.union([z.string(), z.number(), z.boolean()]), z.string(), { decode: String, encode: (text) => text })
  .describe('text')

/** Text that says something. */
export const text = z.string().min(1).describe('text')

/** A shell command. Multi-line commands are scripts. */
export const command = z.string().min(1).describe('a shell command')

/** Something a person names: an app, environment or host. Any characters but control characters and `/`; it is data wherever it goes. */
export const name = z
  .string()
  .min(1)
  .max(200)
  .refine((value) => !/[\p{Cc}/]/u.test(value), 'a name may not contain "/" or control characters')
  .refine((value) => value !== '.' && value !== '..', 'a name may not be "." or ".."')
  .describe('text of 1 to 200 characters')

export const port = z.int().min(1).max(65_535)

/** Where a command runs: on the host itself (default), on another host over SSH, or on this machine. */
export const placement = {
  via: name.optional(),
  on: z.enum(['host', 'local']).optional(),
}

export const retrying = {
  timeout: durationMs.optional(),
  retries: z.int().min(0).max(20).optional(),
  backoff: durationMs.optional(),
}
