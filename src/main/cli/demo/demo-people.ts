import { isAutomatic, type ChecklistItem } from '../../../shared/domain/checklist'

/** Who releases in a demo that answers itself: nobody signs what they started, so there are two of them. */
export const releaser = 'ann'
export const onCall = 'ben'

/** What the two write into the checklist where more than a tick is asked. */
const values: Readonly<Record<string, string>> = { change: 'CHG-1042' }

/** Their answer to an item; undefined for one the console checks itself. Pure. */
export function answerOf(item: ChecklistItem): string | true | undefined {
  if (isAutomatic(item)) return undefined
  return item.kind === 'tick' ? true : (values[item.id] ?? 'seen')
}

/** Who signs: the other one of the two, but the one who rolls back signs that alone. Pure. */
export const signerOf = (type: 'release' | 'rollback'): string => (type === 'release' ? onCall : releaser)
