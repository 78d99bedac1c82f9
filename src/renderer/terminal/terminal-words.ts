import i18next from 'i18next'
import { settlingAtMs, stepNames } from '../../shared/domain/lifecycle'
import { formatBytes } from '../../shared/util/bytes'
import { attemptText } from '../ui/attempt-text'
import { formatTime } from '../ui/format'
import type { LogWords, SectionNotice } from './log-view'

/** What a pane writes between the output of steps. Not pure: it reads the chosen language when a line is written. */
export const logWords: LogWords = {
  section: (notice) => `── ${titleOf(notice)} ──────`,
  skipped: (bytes) => `⋯ ${i18next.t('skipped', { ns: 'terminal', size: formatBytes(bytes) })}`,
}

function titleOf({ step, attempt, atMs }: SectionNotice): string {
  // an attempt that settles a debt says itself when it began
  const time = atMs === undefined || settlingAtMs(attempt) !== undefined ? undefined : formatTime(atMs)
  const name = attemptName(step, attempt)
  return time === undefined ? name : `${name} · ${time}`
}

/** A step and which attempt of it, as far as that says more: "verify · try 2". Not pure: it reads the chosen language. */
export function attemptName(step: string, attempt: number): string {
  const which = attemptText(attempt)
  return which === undefined ? stepLabel(step) : `${stepLabel(step)} · ${which}`
}

const known: ReadonlySet<string> = new Set([...stepNames, 'push', 'shell'])

/** A step's name in the language of the page; what the console calls it where the page has no name. */
export function stepLabel(step: string): string {
  return known.has(step) ? i18next.t(`step.${step}` as 'step.fetch') : step
}
