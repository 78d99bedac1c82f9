import { Fold } from '../../../src/shared/domain/fold'
import { asRolloutId } from '../../../src/shared/domain/ids'
import type { RolloutCommand } from '../../../src/shared/domain/rollout-command'
import { decide, decideCreation } from '../../../src/shared/domain/rollout-decide'
import { effectsOf } from '../../../src/shared/domain/rollout-effects'
import type { RecordedEvent } from '../../../src/shared/domain/rollout-evolve'
import type { RolloutState } from '../../../src/shared/domain/rollout-state'
import { settingsFixture } from '../../helpers/rollout-fixture'
import { allSteps } from '../../helpers/rollout-steps'

const context = { actor: 'ann', atMs: 1_000 }

/** Every event of a rollout that goes well, from the state machine itself; its batches grow from 1 % to 40 %. */
export function wholeRollout(rollout: string, hosts: number): readonly RecordedEvent[] {
  const sizes = [0.01, 0.1, 0.24, 0.25, 0.4].map((share) => Math.round(hosts * share))
  const settings = settingsFixture({ batches: sizes, lifecycle: allSteps })
  const { events, state } = decideCreation({ ...settings, rollout: asRolloutId(rollout) }, context)
  const recorded: RecordedEvent[] = events.map((event) => ({ event, ...context }))
  let now = state
  while (now.result === undefined) now = playRound(now, recorded)
  return recorded
}

/** Let everything that is under way end well; sign the gate when nothing is. */
function playRound(state: RolloutState, recorded: RecordedEvent[]): RolloutState {
  const commands = effectsOf(state).flatMap((effect): RolloutCommand[] => {
    if (effect.kind === 'wait') {
      const { station, batch } = effect
      return [{ kind: 'time-up', station, batch, watch: { looks: 1, unwatchedMs: 0 } }]
    }
    if (effect.kind === 'check-item') {
      const { gate, item } = effect
      return [{ kind: 'record-check', gate, item: item.id, holds: true, evidence: '1,000 of 1,000 hosts' }]
    }
    if (effect.kind !== 'run-step') return []
    const { host, step, attempt } = effect
    const facts = step === 'precheck' ? { facts: { version: '1.0.0', digest: 'd1' } } : {}
    return [
      { kind: 'step-result', host, step, attempt, result: { outcome: 'ok', exitCode: 0, durationMs: 800, ...facts } },
    ]
  })
  const isGate = commands.every(({ kind }) => kind === 'record-check')
  const fold = new Fold()
  return [...commands, ...(isGate ? [{ kind: 'sign', facts: {} } as const] : [])].reduce((before, command) => {
    const decision = decide(before, command, context, fold)
    if (decision.kind === 'refused') throw new Error(`${command.kind} was refused: ${decision.code}`)
    for (const event of decision.events) recorded.push({ event, ...context })
    return decision.state
  }, state)
}
