import { isAutomatic, type ChecklistItem } from '../../../shared/domain/checklist'
import type { GateState, RolloutState } from '../../../shared/domain/rollout-state'
import { hostsInFlight } from '../../../shared/domain/rollout-state'

/** Where an item of a gate stands. */
export type ItemStatus = 'unanswered' | 'answered' | 'checking' | 'holds' | 'fails' | 'waived'

/** The status of an item. Pure. An automatic item without a result is being checked. */
export function itemStatus(gate: GateState, item: ChecklistItem): ItemStatus {
  if (gate.waivers[item.id]) return 'waived'
  if (!isAutomatic(item)) return gate.answers[item.id] ? 'answered' : 'unanswered'
  const check = gate.checks[item.id]
  if (!check) return 'checking'
  return check.holds ? 'holds' : 'fails'
}

/** What keeps a person from signing, the first thing first. */
export type Hindrance =
  | { readonly kind: 'braked' }
  | { readonly kind: 'in-flight'; readonly hosts: number }
  | { readonly kind: 'starter' }
  | { readonly kind: 'signed' }
  | { readonly kind: 'items'; readonly unanswered: number; readonly failing: number; readonly checking: number }

export type SignOffView = {
  /** Signatures that are needed in all. */
  readonly approvers: number
  /** Still needed, this one included. */
  readonly missing: number
  readonly isNotByStarter: boolean
  readonly hindrance: Hindrance | undefined
}

/**
 * Whether this person may sign now, and if not, why. Pure. The age of checks is no hindrance: signing checks again what has
 * become old.
 */
export function viewSignOff(
  state: RolloutState,
  gate: GateState,
  items: readonly ChecklistItem[],
  person: string,
): SignOffView {
  const { settings } = state
  // undoing must never wait for a second person: the one who rolls back signs alone
  const { approvers, notBy } =
    settings.type === 'rollback' ? { approvers: 1, notBy: undefined } : settings.strategy.signOff
  const isNotByStarter = notBy === 'starter'
  const base = { approvers, missing: approvers - gate.signOffs.length, isNotByStarter }
  return { ...base, hindrance: hindranceOf(state, gate, items, { person, isNotByStarter }) }
}

function hindranceOf(
  state: RolloutState,
  gate: GateState,
  items: readonly ChecklistItem[],
  { person, isNotByStarter }: { readonly person: string; readonly isNotByStarter: boolean },
): Hindrance | undefined {
  if (state.brake) return { kind: 'braked' }
  const hosts = hostsInFlight(state).length
  if (hosts > 0) return { kind: 'in-flight', hosts }
  if (isNotByStarter && person === state.settings.startedBy) return { kind: 'starter' }
  if (gate.signOffs.some(({ by }) => by === person)) return { kind: 'signed' }
  const count = (wanted: ItemStatus) =>
    items.filter((item) => item.blocking && itemStatus(gate, item) === wanted).length
  const open = { unanswered: count('unanswered'), failing: count('fails'), checking: count('checking') }
  return open.unanswered + open.failing + open.checking > 0 ? { kind: 'items', ...open } : undefined
}

/** Does a value satisfy its item's pattern? Pure; without a pattern it must not be empty. */
export const isValueGood = (pattern: string | undefined, value: string): boolean =>
  new RegExp(pattern ?? '\\S').test(value)

/** The first web address in a text, with what stands around it. Pure. */
export function splitLink(text: string): { readonly before: string; readonly url?: string; readonly after: string } {
  const match = /https?:\/\/[^\s<>"')\]]+/.exec(text)
  if (!match) return { before: text, after: '' }
  return { before: text.slice(0, match.index), url: match[0], after: text.slice(match.index + match[0].length) }
}
