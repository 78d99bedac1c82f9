import type { HostName } from '../../shared/domain/ids'
import type { StepName } from '../../shared/domain/lifecycle'
import type { RolloutState } from '../../shared/domain/rollout-state'
import type { StepRunner } from './step-runner'

/**
 * See attempts to their end that nobody saw end, before anything else begins on their host: a late drain must not take out
 * what was just put back, and no step runs beside an earlier attempt of itself. `only`: those of one step.
 * @throws AppError `ssh.*`, `remote.*` when the host still cannot be spoken to
 */
export async function settleAttempts(
  runner: StepRunner,
  { settings, hosts }: RolloutState,
  host: HostName,
  { only, signal }: { readonly only?: StepName; readonly signal?: AbortSignal } = {},
): Promise<void> {
  for (const { step, attempt } of hosts[host]?.unsettled ?? []) {
    if (only === undefined || only === step) await runner.settle({ settings, host, step, attempt, signal })
  }
}
