import type { GateId } from './ids'
import type { RolloutSettings } from './rollout-settings'

/** One stop on a rollout's way from launch to closing. */
export type Station =
  | { readonly kind: 'gate'; readonly gate: GateId }
  | { readonly kind: 'batch'; readonly batch: number }
  | { readonly kind: 'soak'; readonly batch: number; readonly durationMs: number }
  | { readonly kind: 'pause'; readonly batch: number; readonly durationMs: number }

/**
 * All stations of a rollout in order. Pure, and the same for the whole life of the rollout, so that an index into it is
 * all the state the position needs. A soak or pause of 0 ms is left out.
 */
export function stationsOf(settings: RolloutSettings): Station[] {
  const { gates, plan, strategy } = settings
  const stations: Station[] = []
  const addGate = (position: string, batch?: number) => {
    const found = gates.find((gate) => gate.position === position && (batch === undefined || gate.batch === batch))
    if (found) stations.push({ kind: 'gate', gate: found.id })
  }
  addGate('before-launch')
  addGate('before-rollback')
  addGate('before-canary')
  for (const [position, batch] of plan.batches.entries()) {
    const isLast = position === plan.batches.length - 1
    const soakMs = batch.kind === 'canary' ? (strategy.canary?.soakMs ?? 0) : strategy.soakMs
    if (batch.kind === 'batch') addGate('before-batch', batch.index)
    stations.push({ kind: 'batch', batch: batch.index })
    if (soakMs > 0) stations.push({ kind: 'soak', batch: batch.index, durationMs: soakMs })
    if (batch.kind === 'canary') addGate('after-soak', batch.index)
    else if (strategy.pauseMs > 0 && !isLast) {
      stations.push({ kind: 'pause', batch: batch.index, durationMs: strategy.pauseMs })
    }
  }
  addGate('before-closing')
  return stations
}
