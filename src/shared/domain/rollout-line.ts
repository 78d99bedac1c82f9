import { describePosition } from './decide-gate'
import { summarizeRecovery } from './recovery'
import { waitingGate, type HostStatus, type RolloutState } from './rollout-state'
import { phaseOf } from './rollout-view'

/** Hosts that nothing more is to be done to. */
const done: ReadonlySet<HostStatus> = new Set(['succeeded', 'skipped', 'excluded'])

/** A rollout in progress in one line: where it stands, how far it is, whom it waits for. Pure. */
export function projectRolloutLine(state: RolloutState) {
  const { settings, brake, recovery } = state
  const hosts = Object.values(state.hosts)
  const gate = waitingGate(state)
  const station = state.stations[state.position]
  return {
    phase: phaseOf(state),
    position: describePosition(state),
    batch: station?.kind === 'gate' ? undefined : station?.batch,
    hosts: hosts.length,
    done: hosts.filter(({ status }) => done.has(status)).length,
    failed: hosts.filter(({ status }) => status === 'failed').length,
    gate: gate?.id,
    waitingSinceMs: gate?.reachedAtMs,
    signedBy: gate?.signOffs.map(({ by }) => by) ?? [],
    isNotByStarter: settings.type === 'release' && settings.strategy.signOff.notBy === 'starter',
    brakeReason: brake?.reason,
    recovery: recovery && summarizeRecovery(recovery),
  }
}
