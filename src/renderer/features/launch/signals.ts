import type { RolloutState } from '../../../shared/domain/rollout-state'

/** What a command or a URL of the checklist said last, at whichever gate. */
export type Signal = {
  readonly id: string
  readonly ask: string
  readonly holds: boolean
  readonly evidence: string
  readonly checkedAtMs: number
  /** What it said at the gate before, to compare with. */
  readonly before: { readonly holds: boolean; readonly evidence: string } | undefined
}

/** The latest and the one before of everything that is measured at gates, in the order of the checklists. Pure. */
export function signalsOf({ settings, gates }: Pick<RolloutState, 'settings' | 'gates'>): Signal[] {
  const signals = new Map<string, Signal>()
  for (const { id: gate, items } of settings.gates) {
    for (const item of items) {
      const check = item.kind === 'command' || item.kind === 'http' ? gates[gate]?.checks[item.id] : undefined
      if (!check) continue
      const earlier = signals.get(item.id)
      const before = earlier && { holds: earlier.holds, evidence: earlier.evidence }
      signals.set(item.id, { id: item.id, ask: item.ask, ...check, before })
    }
  }
  return [...signals.values()]
}
