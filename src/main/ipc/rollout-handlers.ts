import { describePosition } from '../../shared/domain/decide-gate'
import { asGateId, asHostName, type GateId } from '../../shared/domain/ids'
import type { RolloutCommand } from '../../shared/domain/rollout-command'
import type { RolloutState } from '../../shared/domain/rollout-state'
import { phaseOf } from '../../shared/domain/rollout-view'
import { AppError } from '../../shared/errors/app-error'
import type { Handlers, Input, RolloutStatus } from '../../shared/ipc/contract'
import type { RolloutService } from '../rollout/rollout-service'
import type { LockChoice } from '../rollout/take-lock'

type RolloutRequests =
  | 'rollout:start'
  | 'rollout:answer'
  | 'rollout:waive'
  | 'rollout:recheck'
  | 'rollout:sign'
  | 'rollout:brake'
  | 'rollout:resume'
  | 'rollout:retry'
  | 'rollout:revoke'
  | 'rollout:exclude'
  | 'rollout:rollback'
  | 'rollout:attach'
  | 'rollout:find'

/** Requests that steer rollouts. Each finds its rollout by id, unique beginning or `latest`. */
export function rolloutHandlers(rollouts: RolloutService): Pick<Handlers, RolloutRequests> {
  const runnerOf = (text: string) => rollouts.runner(rollouts.find(text))
  const tell = async (text: string, command: RolloutCommand, by: string) => {
    const runner = runnerOf(text)
    await runner.tell(command, by)
    return statusOf(runner)
  }
  const goOn = async (text: string, kind: 'resume' | 'retry', by: string, lock: LockChoice | undefined) => {
    const runner = runnerOf(text)
    await rollouts.goOn(runner.rollout, kind, by, lock)
    return statusOf(runner)
  }
  return {
    'rollout:start': async (input) => statusOf(await rollouts.start(input)),
    'rollout:answer': ({ rollout, item, answer, by, gate }) =>
      tell(rollout, { kind: 'answer', item, answer, ...gateOf(gate) }, by),
    'rollout:waive': ({ rollout, item, reason, by, gate }) =>
      tell(rollout, { kind: 'waive', item, reason, ...gateOf(gate) }, by),
    'rollout:recheck': ({ rollout, items, by }) => tell(rollout, { kind: 'recheck', ...(items ? { items } : {}) }, by),
    'rollout:sign': async ({ rollout, by, gate }) => {
      const id = rollouts.find(rollout)
      await rollouts.sign(id, by, gateOf(gate).gate)
      return statusOf(rollouts.runner(id))
    },
    'rollout:brake': ({ rollout, by, reason }) => tell(rollout, { kind: 'brake', cause: 'hand', reason }, by),
    'rollout:resume': ({ rollout, by, lock }) => goOn(rollout, 'resume', by, lock),
    'rollout:retry': ({ rollout, by, lock }) => goOn(rollout, 'retry', by, lock),
    'rollout:revoke': ({ rollout, by, reason }) => tell(rollout, { kind: 'revoke', reason }, by),
    'rollout:exclude': ({ rollout, by, host, reason }) =>
      tell(rollout, { kind: 'exclude', host: asHostName(host), reason }, by),
    'rollout:rollback': (input) => rollBack(rollouts, input),
    'rollout:attach': ({ rollout }) => statusOf(runnerOf(rollout)),
    'rollout:find': ({ rollout }) => statusOf(rollouts.look(rollouts.find(rollout))),
  }
}

const gateOf = (gate: string | undefined): { readonly gate?: GateId } =>
  gate === undefined ? {} : { gate: asGateId(gate) }

/** Asking for a rollback is its sign-off; when a check does not hold, it waits at its gate for a person. */
async function rollBack(
  rollouts: RolloutService,
  { rollout, by, reason, lock }: Input<'rollout:rollback'>,
): Promise<RolloutStatus> {
  const runner = await rollouts.rollBack(rollouts.find(rollout), by, reason, lock)
  try {
    await rollouts.sign(runner.rollout, by)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
  }
  return statusOf(runner)
}

function statusOf({ state, seq }: { readonly state: RolloutState; readonly seq: number }): RolloutStatus {
  return { rollout: state.settings.rollout, phase: phaseOf(state), position: describePosition(state), seq }
}
