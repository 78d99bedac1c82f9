import i18next from 'i18next'
import { settlingAtMs } from '../../shared/domain/lifecycle'
import { formatTime } from './format'

/** What is said of an attempt beside its step: nothing of a first one. Not pure: it reads the chosen language. */
export function attemptText(attempt: number): string | undefined {
  const atMs = settlingAtMs(attempt)
  if (atMs !== undefined) return i18next.t('attempt.settling', { ns: 'common', time: formatTime(atMs) })
  return attempt > 1 ? i18next.t('attempt.again', { ns: 'common', attempt }) : undefined
}
