import { canWaive, type ChecklistItem } from '../../shared/domain/checklist'
import { gateTemplate, openItems } from '../../shared/domain/decide-gate'
import type { GateId } from '../../shared/domain/ids'
import { waitingGate } from '../../shared/domain/rollout-state'
import type { AtGate } from './attend-gate'

/** One visit of a person to a gate; `signal` tells that somebody else has dealt with it. */
export type Visit = AtGate & { readonly gate: GateId; readonly by: string }

/** The checklist of the gate. */
export const itemsOf = ({ feed, gate }: Pick<Visit, 'feed' | 'gate'>): readonly ChecklistItem[] =>
  gateTemplate(feed.state, gate)?.items ?? []

/** Blocking items that do not hold, and whether this person may waive them. Checks that are only old are made again. */
export function openItemsOf(visit: Visit): { item: ChecklistItem; canWaive: boolean }[] {
  const gate = waitingGate(visit.feed.state)
  if (!gate) return []
  return openItems(gate, itemsOf(visit), visit.cli.nowMs())
    .filter(({ item }) => gate.checks[item.id]?.holds !== true)
    .map(({ item }) => ({ item, canWaive: canWaive(item, visit.by) }))
}
