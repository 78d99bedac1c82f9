import { describeFinding, describeRecovery } from '../../shared/domain/recovery'
import type { RolloutEvent } from '../../shared/domain/rollout-event'
import type { RolloutView } from '../../shared/domain/rollout-view'
import type { WireJournalRow } from '../../shared/ipc/contract'
import { oneLine } from './views/progress-line'
import { countOf, listNames, timeOfDay } from './views/words'

/** What a console that stays says of a row when it takes rollouts up, or of its clock; undefined for all others. Pure. */
export function recoveryLine(rollout: string, row: WireJournalRow): string | undefined {
  const text = describe({ kind: row.kind, ...row.payload } as RolloutEvent)
  return text === undefined ? undefined : oneLine(`${timeOfDay(row.at)} ${rollout}: ${text}`)
}

function describe(event: RolloutEvent): string | undefined {
  if (event.kind !== 'console-restarted') return describeRecovery(event)
  const names = event.interrupted.map(({ host, step }) => `${host} ${step}`)
  return `taken up again; ${countOf(names.length, 'step')} under way: ${listNames(names)}`
}

/** What was found when a rollout was taken up the last time, for its summary. Pure. */
export function recoveryLines({ recovery }: RolloutView): string[] {
  if (!recovery || recovery.steps.length === 0) return []
  return [
    `taken up again at ${timeOfDay(recovery.atMs)}; ${countOf(recovery.steps.length, 'step')} under way then`,
    ...recovery.steps.map(({ host, step, attempt, findings, end }) => {
      const found = findings.at(-1)?.finding
      const what = found ? describeFinding({ step, attempt, found }) : `${step}: not found yet`
      const withheld = end?.withheld === undefined ? '' : `; its output is withheld: ${end.withheld}`
      return oneLine(`  ${host}: ${what}${end ? `; it ended ${end.outcome}` : ''}${withheld}`)
    }),
  ]
}
