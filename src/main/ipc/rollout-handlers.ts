import { describePosition } from '../../shared/domain/decide-gate'
import { asGateId, asHostName, type GateId } from '../../shared/domain/ids'
import type { RolloutCommand } from '../../shared/domain/rollout-command'
import type { RolloutState } from '../../shared/domain/rollout-state'
import { phaseOf, projectRollout } from '../../shared/domain/rollout-view'
import { AppError } from '../../shared/errors/app-error'
import type { Handlers, RolloutStatus } from '../../shared/ipc/contract'
import type { Clock, JournalRow, RolloutBook } from '../ports'
import type { RolloutService } from '../rollout/rollout-service'

type RolloutRequests =
  | 'rollout:start'
  | 'rollout:answer'
  | 'rollout:waive'
  | 'rollout:sign'
  | 'rollout:brake'
  | 'rollout:resume'
  | 'rollout:retry'
  | 'rollout:revoke'
  | 'rollout:exclude'
  | 'rollout:rollback'
  | 'rollout:attach'
  | 'rollout:find'
  | 'rollout:list'
  | 'rollout:show'
  | 'rollout:events'
  | 'rollout:verify'

/** Rows of one reply: some megabytes, whatever the rollout's size. */
const rowsAtOnce = 5_000

export type RolloutServices = {
  readonly rollouts: RolloutService
  readonly book: RolloutBook
  readonly clock: Clock
  readonly readRows: (rollout: string, afterSeq: number) => readonly JournalRow[]
  readonly verify: (
    rollout: string,
  ) => { readonly ok: true; readonly rows: number } | { readonly ok: false; readonly seq: number; readonly why: string }
}

/** Requests about rollouts. Each finds its rollout by id, unique beginning or `latest`. */
export function rolloutHandlers(services: RolloutServices): Pick<Handlers, RolloutRequests> {
  const { rollouts, book, clock } = services
  const runnerOf = (text: string) => rollouts.runner(rollouts.find(text))
  const tell = async (text: string, command: RolloutCommand, by: string) => {
    const runner = runnerOf(text)
    await runner.tell(command, by)
    return statusOf(runner)
  }
  return {
    'rollout:start': async (input) => statusOf(await rollouts.start(input)),
    'rollout:answer': ({ rollout, item, answer, by, gate }) =>
      tell(rollout, { kind: 'answer', item, answer, ...gateOf(gate) }, by),
    'rollout:waive': ({ rollout, item, reason, by, gate }) =>
      tell(rollout, { kind: 'waive', item, reason, ...gateOf(gate) }, by),
    'rollout:sign': async ({ rollout, by, gate }) => {
      const id = rollouts.find(rollout)
      await rollouts.sign(id, by, gateOf(gate).gate)
      return statusOf(rollouts.runner(id))
    },
    'rollout:brake': ({ rollout, by, reason }) => tell(rollout, { kind: 'brake', cause: 'hand', reason }, by),
    'rollout:resume': ({ rollout, by }) => tell(rollout, { kind: 'resume' }, by),
    'rollout:retry': ({ rollout, by }) => tell(rollout, { kind: 'retry' }, by),
    'rollout:revoke': ({ rollout, by, reason }) => tell(rollout, { kind: 'revoke', reason }, by),
    'rollout:exclude': ({ rollout, by, host, reason }) =>
      tell(rollout, { kind: 'exclude', host: asHostName(host), reason }, by),
    'rollout:rollback': async ({ rollout, by, reason }) => rollBack(rollouts, rollout, by, reason),
    'rollout:attach': ({ rollout }) => statusOf(runnerOf(rollout)),
    'rollout:find': ({ rollout }) => statusOf(rollouts.look(rollouts.find(rollout))),
    'rollout:list': (filter) => book.list(filter).map((entry) => ({ ...entry })),
    'rollout:show': ({ rollout }) => {
      const { state } = rollouts.look(rollouts.find(rollout))
      return projectRollout(state, clock.nowMs(), rollouts.expectedMs(state))
    },
    'rollout:events': ({ rollout, afterSeq }) =>
      services
        .readRows(rollouts.find(rollout), afterSeq)
        .slice(0, rowsAtOnce)
        .map((row) => ({ ...row, payload: { ...row.payload } })),
    'rollout:verify': ({ rollout }) => {
      const id = rollouts.find(rollout)
      const { ok, ...verdict } = services.verify(id)
      return {
        rollout: id,
        ok,
        ...('rows' in verdict ? { rows: verdict.rows } : { seq: verdict.seq, why: verdict.why }),
      }
    },
  }
}

const gateOf = (gate: string | undefined): { readonly gate?: GateId } =>
  gate === undefined ? {} : { gate: asGateId(gate) }

/** Asking for a rollback is its sign-off; when a check does not hold, it waits at its gate for a person. */
async function rollBack(rollouts: RolloutService, text: string, by: string, reason: string): Promise<RolloutStatus> {
  const runner = await rollouts.rollBack(rollouts.find(text), by, reason)
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
