import i18next from 'i18next'
import { stepIndex, stepNames } from '../../../shared/domain/lifecycle'
import type { HostState } from '../../../shared/domain/rollout-state'

/** A host's state in words, for its name and its tooltip. Not pure: it reads the chosen language. */
export function hostWords({ status, step, isServing, isMuted }: HostState): string[] {
  const words: string[] = [i18next.t(`hostStatus.${status}`)]
  if (step !== undefined && status !== 'succeeded' && status !== 'skipped' && status !== 'excluded') {
    words.push(`${i18next.t(`step.${step}`)} ${stepIndex(step) + 1}/${stepNames.length}`)
  }
  if (!isServing) words.push(i18next.t('mark.out'))
  if (isMuted) words.push(i18next.t('mark.muted'))
  return words
}
