import type { RolloutEvent } from '../shared/domain/rollout-event'
import type { Services } from './console-services'
import type { InventoryNews } from './ipc/inventory-news'
import type { PushHub } from './ipc/push-hub'

/** Events after which something else than the rollout itself is not what it was: what a host runs, what is owed, a block. */
const telling: ReadonlySet<RolloutEvent['kind']> = new Set([
  'rollout-created',
  'rollout-finished',
  'debt-recorded',
  'debt-settled',
  'host-finished',
  'host-failed',
  'host-skipped',
  'release-blocked',
] as const)

/** Tell every listener of the console what happens in rollouts. */
export function tellOfRollouts({ rollouts }: Services, pushes: PushHub, news: InventoryNews): void {
  rollouts.onEvents((rollout, events) => {
    const rows = events.map(({ event, atMs, actor, seq }) => {
      const { kind, ...payload } = event
      return { rollout, seq, at: atMs, actor, kind, payload }
    })
    pushes.addRows(rollout, rows)
    if (events.some(({ event }) => telling.has(event.kind))) news.add(rollouts.look(rollout).state.settings.app)
  })
}
