import { canWaive, type ChecklistItem } from '../../shared/domain/checklist'
import { gateTemplate, openItems } from '../../shared/domain/decide-gate'
import type { GateId } from '../../shared/domain/ids'
import { waitingGate } from '../../shared/domain/rollout-state'
import type { AtGate } from './attend-gate'

/** One visit of a person to a gate: what is at hand, the gate, and a signal for when somebody else has dealt with it. */
export type Visit = AtGate & { readonly gate: GateId; readonly by: string; readonly signal: AbortSignal }

/** The checklist of the gate. */
export const itemsOf = ({ feed, gate }: Pick<Visit, 'feed' | 'gate'>): readonly ChecklistItem[] =>
  gateTemplate(feed.state, gate)?.items ?? []

/** Blocking items that do not hold, and whether this person may waive them. */
export function openItemsOf(visit: Visit): { item: ChecklistItem; why: string; canWaive: boolean }[] {
  const gate = waitingGate(visit.feed.state)
  if (!gate) return []
  return openItems(gate, itemsOf(visit), visit.cli.nowMs()).map(({ item, why }) => ({
    item,
    why,
    canWaive: canWaive(item, visit.by),
  }))
}
