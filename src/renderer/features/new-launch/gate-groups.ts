import type { ChecklistItem } from '../../../shared/domain/checklist'
import type { GatePosition } from '../../../shared/domain/gate'
import type { WirePlan } from '../../../shared/ipc/contract'

/** Gates in a row that ask the same. */
export type GateGroup = {
  readonly position: GatePosition
  readonly firstBatch: number | undefined
  readonly lastBatch: number | undefined
  readonly gates: number
  readonly items: readonly ChecklistItem[]
}

/** The gates of a plan, in order; those before batches that ask the same are one. Pure. */
export function groupGates(gates: WirePlan['gates']): GateGroup[] {
  const groups: GateGroup[] = []
  let before = ''
  for (const { position, batch, items } of gates) {
    const asked = JSON.stringify([position, items])
    const last = groups.at(-1)
    if (last && position === 'before-batch' && asked === before) {
      groups[groups.length - 1] = { ...last, lastBatch: batch, gates: last.gates + 1 }
      continue
    }
    before = asked
    groups.push({
      position: position as GatePosition,
      firstBatch: batch,
      lastBatch: batch,
      gates: 1,
      // decoded already: parsing again would take the milliseconds of a timeout for seconds
      items: items as readonly unknown[] as readonly ChecklistItem[],
    })
  }
  return groups
}
