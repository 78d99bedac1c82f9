import i18next from 'i18next'
import { stepNames } from '../../shared/domain/lifecycle'
import { formatBytes } from '../../shared/util/bytes'
import { formatTime } from '../ui/format'
import type { LogWords, SectionNotice } from './log-view'

/** What a pane writes between the output of steps. Not pure: it reads the chosen language when a line is written. */
export const logWords: LogWords = {
  section: (notice) => `── ${titleOf(notice)} ──────`,
  skipped: (bytes) => `⋯ ${i18next.t('skipped', { ns: 'terminal', size: formatBytes(bytes) })}`,
}

function titleOf({ step, attempt, atMs }: SectionNotice): string {
  const name = stepLabel(step)
  const tried = attempt > 1 ? ` · ${i18next.t('attempt', { ns: 'terminal', attempt })}` : ''
  return `${name}${tried}${atMs === undefined ? '' : ` · ${formatTime(atMs)}`}`
}

const known: ReadonlySet<string> = new Set([...stepNames, 'push', 'shell'])

/** A step's name in the language of the page; what the console calls it where the page has no name. */
export function stepLabel(step: string): string {
  return known.has(step) ? i18next.t(`step.${step}` as 'step.fetch') : step
}
