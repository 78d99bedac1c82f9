import type { HostName } from '../../shared/domain/ids'
import type { RolloutState } from '../../shared/domain/rollout-state'
import type { StepRunner } from './step-runner'

/**
 * See attempts to their end that nobody saw end, before anything else begins on their host: a late drain must not take out
 * what was just put back, and no step runs beside an earlier attempt of itself. What they printed is kept as well.
 * @throws AppError `ssh.*`, `remote.*` when the host still cannot be spoken to
 */
export async function settleAttempts(
  runner: StepRunner,
  { settings, hosts }: RolloutState,
  host: HostName,
  signal?: AbortSignal,
): Promise<void> {
  for (const unsettled of hosts[host]?.unsettled ?? []) await runner.settle({ settings, host, ...unsettled, signal })
}
