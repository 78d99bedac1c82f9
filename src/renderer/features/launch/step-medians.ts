import { stepNames, type StepName } from '../../../shared/domain/lifecycle'
import type { HostState } from '../../../shared/domain/rollout-state'
import { median } from '../../../shared/util/median'

/** What each step took on the other hosts of this rollout: the middle value in ms; a step that nobody else has done is left out. Pure. */
export function stepMedians(
  hosts: readonly HostState[],
  except: HostState['name'],
): Readonly<Partial<Record<StepName, number>>> {
  const medians: Partial<Record<StepName, number>> = {}
  for (const step of stepNames) {
    const took = hosts.flatMap(({ name, steps: { [step]: each } }) =>
      name !== except && each.state === 'ok' && each.durationMs !== undefined ? [each.durationMs] : [],
    )
    const ms = median(took)
    if (ms !== undefined) medians[step] = ms
  }
  return medians
}

/** Twice as slow, and by more than a second: worth a second look. */
const slowFactor = 2
const slowByMs = 1_000

/** Is a step's time remarkable beside what it took elsewhere? Pure. */
export const isSlow = (durationMs: number, medianMs: number | undefined): boolean =>
  medianMs !== undefined && durationMs > medianMs * slowFactor && durationMs - medianMs > slowByMs

/** A host on which the step went well, to compare a failed one with: of the same batch when there is one. Pure. */
export function findGoodHost(hosts: readonly HostState[], failed: HostState, step: StepName): HostState | undefined {
  const good = hosts.filter(({ name, steps }) => name !== failed.name && steps[step].state === 'ok')
  return good.find(({ batch }) => batch === failed.batch) ?? good.at(-1)
}
