import { isAutomatic } from '../../shared/domain/checklist'
import { gateTemplate } from '../../shared/domain/decide-gate'
import { consoleActor } from '../../shared/domain/rollout-command'
import type { Facts } from '../../shared/domain/rollout-event'
import { openDebts, servingOf, waitingGate, type GateState, type RolloutState } from '../../shared/domain/rollout-state'
import type { Clock } from '../ports'
import type { RolloutRunner } from './runner'

/** Results older than this are made again before a signature: what the person signs is what is true now. */
const freshMs = 30_000

/**
 * Sign the gate that waits, on the strength of checks that are fresh.
 * @throws AppError `gate.*`, `rollout.*` with the rule that keeps it shut
 */
export async function signGate(runner: RolloutRunner, by: string, clock: Clock): Promise<RolloutState> {
  const gate = waitingGate(runner.state)
  if (gate && isStale(runner.state, gate, clock.nowMs())) await runner.tell({ kind: 'recheck' }, consoleActor)
  await runner.until((state) => isChecked(state))
  return runner.tell({ kind: 'sign', facts: factsOf(runner.state) }, by)
}

const automaticItems = (state: RolloutState, gate: GateState) =>
  (gateTemplate(state, gate.id)?.items ?? []).filter(isAutomatic)

function isStale(state: RolloutState, gate: GateState, nowMs: number): boolean {
  return automaticItems(state, gate).some(({ id }) => {
    const check = gate.checks[id]
    return check !== undefined && (!check.holds || nowMs - check.checkedAtMs > freshMs)
  })
}

/** Every automatic item of the waiting gate has a result; true as well when no gate waits. Pure. */
export function isChecked(state: RolloutState): boolean {
  const gate = waitingGate(state)
  return !gate || automaticItems(state, gate).every(({ id }) => gate.checks[id] !== undefined)
}

/** What the console saw at the moment of the signature. */
function factsOf(state: RolloutState): Facts {
  const versions = new Map<string, number>()
  for (const { versionAfter, before } of Object.values(state.hosts)) {
    const version = versionAfter ?? before?.version
    if (version !== undefined) versions.set(version, (versions.get(version) ?? 0) + 1)
  }
  const failed = Object.values(state.hosts).filter(({ status }) => status === 'failed').length
  return {
    serving: String(servingOf(state)),
    floor: String(state.settings.plan.floor),
    hosts: String(state.settings.plan.hosts),
    failed: String(failed),
    openDebts: String(openDebts(state).length),
    versions: [...versions].map(([version, count]) => `${version}: ${count}`).join(', '),
  }
}
