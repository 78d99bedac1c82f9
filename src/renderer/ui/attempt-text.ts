import i18next from 'i18next'
import { formatTime } from './format'

/** Attempts are counted from 1; one that settles a debt has the moment it began as its number. No count comes near the year 2001. */
const firstMomentMs = 1_000_000_000_000

/** When an attempt to settle a debt began, UTC ms; undefined for an attempt of the rollout itself. Pure. */
export const settlingAtMs = (attempt: number): number | undefined => (attempt >= firstMomentMs ? attempt : undefined)

/** What is said of an attempt beside its step: nothing of a first one. Not pure: it reads the chosen language. */
export function attemptText(attempt: number): string | undefined {
  const atMs = settlingAtMs(attempt)
  if (atMs !== undefined) return i18next.t('attempt.settling', { ns: 'common', time: formatTime(atMs) })
  return attempt > 1 ? i18next.t('attempt.again', { ns: 'common', attempt }) : undefined
}
