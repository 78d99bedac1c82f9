import { z } from 'zod'
import { parseDurationMs } from '../util/duration'

/** Milliseconds, written as `30s`, `10m`, `1h30m` or a number of seconds. */
export const durationMs = z.union([z.string(), z.number()]).transform((text, ctx) => {
  const ms = parseDurationMs(text)
  if (ms !== undefined) return ms
  ctx.addIssue({ code: 'custom', message: `"${text}" is not a duration; write for example 500ms, 30s, 10m or 1h30m` })
  return z.NEVER
})

export type Amount = { readonly hosts: number } | { readonly percent: number }

/** A number of hosts (`2`) or a share of them (`25%`). */
export const amount = z.union([z.number(), z.string()]).transform((value, ctx): Amount => {
  const percent = typeof value === 'string' ? /^(\d+(?:\.\d+)?)\s*%$/.exec(value.trim()) : null
  if (percent) {
    const share = Number(percent[1])
    if (share >= 0 && share <= 100) return { percent: share }
  } else if (Number.isInteger(Number(value)) && Number(value) >= 0 && `${value}`.trim() !== '') {
    return { hosts: Number(value) }
  }
  ctx.addIssue({
    code: 'custom',
    message: `"${value}" is neither a whole number of hosts nor a percentage such as 25%`,
  })
  return z.NEVER
})

/** Something a person names: an app, environment or host. Any characters but control characters and `/`; it is data wherever it goes. */
export const name = z
  .string()
  .min(1)
  .max(200)
  // eslint-disable-next-line no-control-regex -- control characters are what this refuses
  .regex(/^[^\u0000-\u001f\u007f/]+$/, 'a name may not contain "/" or control characters')
  .refine((text) => text !== '.' && text !== '..', 'a name may not be "." or ".."')

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
