import type { DemoSurroundings } from '../demo-port'
import { fleetApp, fleetEnvironment } from './fleet-spec'

const cluster = { app: fleetApp, environment: fleetEnvironment }
/** Who acts, as the journals of those rollouts name it. */
const by = 'demo'

/**
 * Close what a console still has open of a fleet that is gone: its rollout is revoked, what it owes to hosts that are no
 * more is settled by hand, and its versions may be released again. Does nothing where there is nothing.
 */
export async function forgetEarlierFleet({ client, abandon }: DemoSurroundings, reason: string): Promise<void> {
  for (const { rollout } of await client.request('rollout:list', { ...cluster, isOpen: true })) {
    await abandon(rollout, by, reason)
  }
  const debts = await client.request('debt:list', cluster)
  if (debts.length > 0) {
    await client.request('debt:settle', { debts: debts.map(({ debt }) => debt), by, byHand: true, reason })
  }
  for (const { version, blocked } of await client.request('release:list', { app: fleetApp })) {
    if (blocked) await client.request('release:unblock', { app: fleetApp, version, by, reason })
  }
}
