import type { ChecklistItem } from '../../shared/domain/checklist'
import { isAutomatic } from '../../shared/domain/checklist'
import { gateTemplate } from '../../shared/domain/decide-gate'
import { asGateId } from '../../shared/domain/ids'
import { hostsOfBatch, servingOf, type RolloutState } from '../../shared/domain/rollout-state'
import { canRollBack } from './follow-end'
import { openItemsOf, type Visit } from './gate-visit'
import type { Choice } from './cli'
import { batchName, countOf } from './views/words'

export type SigningChoice =
  | { readonly kind: 'sign' | 'later' | 'revoke' | 'roll-back' }
  | { readonly kind: 'waive'; readonly item: ChecklistItem }
  | { readonly kind: 'answer'; readonly item: Extract<ChecklistItem, { kind: 'tick' | 'value' }> }

/** What a person may do at a gate now, the likeliest first. */
export function signingChoices(visit: Visit): Choice<SigningChoice>[] {
  const { state } = visit.feed
  const open = openItemsOf(visit)
  const unanswered = open.flatMap(({ item }) => (isAutomatic(item) ? [] : [item]))
  const isCheckOpen = open.some(({ item }) => isAutomatic(item))
  return [
    ...(open.length === 0 ? [choice({ kind: 'sign' }, `Sign off and ${whatFollows(state, visit.gate)}`)] : []),
    ...unanswered.map((item) => choice({ kind: 'answer', item }, `Answer "${item.ask}"`)),
    ...(isCheckOpen && unanswered.length === 0
      ? [choice({ kind: 'sign' }, 'Check again and sign off if it holds')]
      : []),
    choice({ kind: 'later' }, 'Not now: leave the gate shut'),
    ...open
      .filter((each) => each.canWaive)
      .map(({ item }) => choice({ kind: 'waive', item }, `Waive "${item.ask}" with a reason`)),
    choice({ kind: 'revoke' }, 'Revoke: end the rollout here'),
    ...(canRollBack(state) ? [choice({ kind: 'roll-back' }, 'Roll back: put back what each host ran before')] : []),
  ]
}

const choice = (value: SigningChoice, name: string): Choice<SigningChoice> => ({ value, name })

/** What opening a gate sets going: `start batch 3 — 12 hosts, leaves 52 serving, floor 33`. Pure. */
export function whatFollows(state: RolloutState, gate: string): string {
  const position = state.stations.findIndex((station) => station.kind === 'gate' && station.gate === asGateId(gate))
  const next = state.stations[position + 1]
  if (next === undefined) return 'finish the rollout'
  if (next.kind !== 'batch') return gateTemplate(state, gate)?.position === 'before-launch' ? 'launch' : 'go on'
  const pending = hostsOfBatch(state, next.batch).filter(({ status }) => status === 'pending')
  const left = servingOf(state) - pending.filter(({ isServing }) => isServing).length
  const { floor } = state.settings.plan
  return `start ${batchName(next.batch)} — ${countOf(pending.length, 'host')}, leaves ${left} serving, floor ${floor}`
}
