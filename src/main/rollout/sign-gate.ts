import { isAutomatic } from '../../shared/domain/checklist'
import { gateTemplate, isOlderThan } from '../../shared/domain/decide-gate'
import type { Facts } from '../../shared/domain/rollout-event'
import { openDebts, servingOf, waitingGate, type GateState, type RolloutState } from '../../shared/domain/rollout-state'
import type { Clock } from '../ports/clock'
import type { RolloutRunner } from './runner'

/** Results older than this are made again before a signature: what the person signs is what is true now. */
const freshMs = 30_000

/** Once for all that is old, once more for what became old while a slow one was checked; then the rules decide. */
const mostRounds = 3

/**
 * Sign the gate that waits, on the strength of checks that are fresh. `expected`: the gate the person looked at. `refuse` throws
 * what keeps people from going on with the cluster; checks take a while, so it is asked again after them.
 * @throws AppError `gate.*`, `rollout.*` with the rule that keeps it shut
 */
export async function signGate(
  runner: RolloutRunner,
  by: string,
  clock: Clock,
  expected = waitingGate(runner.state)?.id,
  refuse = (): void => undefined,
): Promise<RolloutState> {
  for (let round = 0; round < mostRounds; round += 1) {
    refuse()
    const items = oldItems(runner.state, clock.nowMs(), round === 0)
    if (round > 0 && items.length === 0) break
    if (items.length > 0) await runner.tell({ kind: 'recheck', items }, by)
    await runner.until(isChecked)
  }
  refuse()
  const gate = expected === undefined ? {} : { gate: expected }
  return runner.tell({ kind: 'sign', facts: factsOf(runner.state), ...gate }, by)
}

const automaticItems = (state: RolloutState, gate: GateState) =>
  (gateTemplate(state, gate.id)?.items ?? []).filter(isAutomatic)

/** The automatic items of the waiting gate whose results are old; with `andBad`, those that do not hold as well. Pure. */
function oldItems(state: RolloutState, nowMs: number, andBad: boolean): string[] {
  const gate = waitingGate(state)
  if (!gate) return []
  return automaticItems(state, gate).flatMap(({ id }) => {
    const check = gate.checks[id]
    return check !== undefined && (isOlderThan(check.checkedAtMs, nowMs, freshMs) || (andBad && !check.holds))
      ? [id]
      : []
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
