import i18next from 'i18next'
import { formatDuration as formatClock } from '../../shared/util/duration'

/** Numbers and times in the language of the page. Not pure: they read the chosen language. */
const language = () => i18next.language || 'en'

export const formatNumber = (value: number, options?: Intl.NumberFormatOptions): string =>
  new Intl.NumberFormat(language(), options).format(value)

/** `a, b, c` */
export const formatList = (items: readonly string[]): string =>
  new Intl.ListFormat(language(), { style: 'narrow', type: 'conjunction' }).format(items)

/** `25 Nov, 19:26`; with the year when it is another one than now. */
export function formatDateTime(atMs: number): string {
  const isThisYear = new Date(atMs).getFullYear() === new Date().getFullYear()
  return new Intl.DateTimeFormat(language(), {
    day: 'numeric',
    month: 'short',
    ...(isThisYear ? {} : { year: 'numeric' }),
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  }).format(atMs)
}

/** `19:26:05` */
export const formatTime = (atMs: number): string =>
  new Intl.DateTimeFormat(language(), { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false }).format(
    atMs,
  )

/** The whole moment with its zone, for tooltips and evidence. */
export const formatMoment = (atMs: number): string =>
  new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeStyle: 'long', hour12: false }).format(atMs)

const steps = [
  { unit: 'day', ms: 86_400_000 },
  { unit: 'hour', ms: 3_600_000 },
  { unit: 'minute', ms: 60_000 },
] as const

/** Making one costs more than a hundred uses of it, and a table has one in each row. */
const relativeFormats = new Map<string, Intl.RelativeTimeFormat>()
function relativeFormat(): Intl.RelativeTimeFormat {
  const known = relativeFormats.get(language())
  if (known) return known
  const format = new Intl.RelativeTimeFormat(language(), { numeric: 'auto', style: 'short' })
  relativeFormats.set(language(), format)
  return format
}

/** `3 minutes ago`, `in 2 hours`; below a minute in seconds. */
export function formatAgo(atMs: number, nowMs: number): string {
  const differenceMs = atMs - nowMs
  const format = relativeFormat()
  for (const { unit, ms } of steps) {
    if (Math.abs(differenceMs) >= ms) return format.format(Math.trunc(differenceMs / ms), unit)
  }
  return format.format(Math.trunc(differenceMs / 1_000), 'second')
}

/** `0.4s`, `12s`, `3:05`: the same in every language, as on a stop watch. */
export const formatDuration = (ms: number): string => formatClock(Math.max(0, ms))

/** `00:12:44`, for clocks that run. */
export function formatStopwatch(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000))
  const two = (value: number) => String(value).padStart(2, '0')
  return `${two(Math.floor(seconds / 3_600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}
