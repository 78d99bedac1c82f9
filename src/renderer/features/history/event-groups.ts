import type { RolloutEvent } from '../../../shared/domain/rollout-event'
import type { Tone } from '../../ui/tone'

export const eventGroups = ['people', 'batches', 'hosts', 'steps', 'trouble', 'debts'] as const
export type EventGroup = (typeof eventGroups)[number]

type Kind = RolloutEvent['kind']

const groups: Readonly<Record<Kind, EventGroup>> = {
  'rollout-created': 'people',
  'gate-reached': 'people',
  'item-answered': 'people',
  'item-waived': 'people',
  'check-recorded': 'people',
  'gate-rechecked': 'people',
  'gate-signed': 'people',
  'gate-opened': 'people',
  'batch-started': 'batches',
  'batch-finished': 'batches',
  'soak-started': 'batches',
  'soak-finished': 'batches',
  'pause-started': 'batches',
  'pause-finished': 'batches',
  'host-started': 'hosts',
  'step-started': 'steps',
  'step-finished': 'steps',
  'undo-planned': 'trouble',
  'undo-advanced': 'trouble',
  'host-rested': 'hosts',
  'host-finished': 'hosts',
  'host-skipped': 'hosts',
  'host-failed': 'trouble',
  'host-returned': 'trouble',
  'host-excluded': 'people',
  'host-retried': 'people',
  'debt-recorded': 'debts',
  'debt-settled': 'debts',
  'settling-started': 'debts',
  'settling-failed': 'debts',
  'host-given-back': 'debts',
  'host-came-back': 'hosts',
  'brake-pulled': 'trouble',
  'brake-released': 'trouble',
  'lock-taken': 'people',
  'lock-broken': 'trouble',
  'lock-lost': 'trouble',
  'lock-waived': 'trouble',
  'lock-released': 'people',
  'revoke-requested': 'people',
  'release-blocked': 'trouble',
  'rolled-back': 'people',
  'console-restarted': 'trouble',
  'step-found': 'trouble',
  'time-jumped': 'trouble',
  'rollout-finished': 'people',
}

/** The group by which an event is found in the list; one of an unknown kind is trouble worth seeing. Pure. */
export const groupOf = (event: RolloutEvent): EventGroup =>
  Object.hasOwn(groups, event.kind) ? groups[event.kind] : 'trouble'

/** The tone of an event: most are plain, so that those that matter stand out. Pure. */
export function toneOf(event: RolloutEvent): Tone | undefined {
  switch (event.kind) {
    case 'host-failed':
      return 'red'
    case 'step-finished':
      return event.outcome === 'failed' ? 'red' : undefined
    case 'check-recorded':
      return event.holds ? undefined : 'red'
    case 'brake-pulled':
    case 'brake-released':
    case 'undo-planned':
    case 'host-returned':
    case 'console-restarted':
    case 'lock-broken':
    case 'lock-lost':
    case 'lock-waived':
    case 'settling-failed':
      return 'orange'
    case 'gate-reached':
    case 'gate-signed':
    case 'gate-opened':
    case 'item-waived':
      return 'violet'
    case 'batch-started':
    case 'batch-finished':
      return 'blue'
    case 'host-finished':
      return 'green'
    case 'rollout-finished':
      return event.result === 'succeeded' ? 'green' : event.result === 'failed' ? 'red' : 'grey'
    default:
      return undefined
  }
}
