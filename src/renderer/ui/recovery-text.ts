import i18next from 'i18next'
import type { StepName } from '../../shared/domain/lifecycle'
import type { StepFinding } from '../../shared/domain/rollout-event'
import { formatDuration, formatNumber } from './format'

const engine = () => i18next.getFixedT(null, 'engine')

/** What a restarted console found of a step, and did about it. Not pure: it reads the chosen language. */
export function findingText(step: StepName, finding: StepFinding): string {
  const name = i18next.t(`step.${step}`)
  switch (finding.kind) {
    case 'never-started':
      return engine()('found.never-started', { step: name })
    case 'running':
      return engine()('found.running', { step: name, time: formatDuration(finding.runningForMs) })
    case 'finished': {
      const { exitCode, logBytes, withheld } = finding
      if (withheld !== undefined) return engine()('found.finished-withheld', { step: name, reason: withheld })
      const size = formatNumber(logBytes, { style: 'unit', unit: 'byte', unitDisplay: 'long' })
      if (exitCode === undefined) return engine()('found.finished-no-code', { step: name, size })
      return engine()('found.finished', { step: name, exitCode, size })
    }
    case 'unreachable':
      return engine()('found.unreachable', { step: name, reason: finding.reason })
  }
}
