import { gateTemplate } from './decide-gate'
import { isAutomatic, type AutomaticItem } from './checklist'
import type { GateId, HostName } from './ids'
import type { StepName } from './lifecycle'
import type { StepPurpose } from './rollout-event'
import { hostsInFlight, waitingGate, type HostState, type RolloutState } from './rollout-state'

/** Something that has to be under way in a state. `key` is the same for as long as it is the same piece of work. */
export type RolloutEffect =
  /** Give signs of life, and notice when it is gone. */
  | { readonly kind: 'hold-lock'; readonly key: string; readonly lock: string }
  | { readonly kind: 'release-lock'; readonly key: string; readonly lock: string }
  | {
      readonly kind: 'run-step'
      readonly key: string
      readonly host: HostName
      readonly step: StepName
      readonly attempt: number
      readonly purpose: StepPurpose
      readonly notBeforeMs?: number
    }
  | { readonly kind: 'check-item'; readonly key: string; readonly gate: GateId; readonly item: AutomaticItem }
  | {
      readonly kind: 'wait'
      readonly key: string
      readonly station: 'soak' | 'pause'
      readonly batch: number
      readonly untilMs: number
      /** How long it is as a whole: no clock that was set makes it longer. */
      readonly durationMs: number
    }

type StepEffect = Extract<RolloutEffect, { kind: 'run-step' }>

/**
 * What has to be under way in this state. Derived, never queued: after a crash the same state gives the same effects,
 * and performing one again joins what is already running. Pure.
 */
export function effectsOf(state: RolloutState): RolloutEffect[] {
  return [...lockEffects(state), ...stepEffects(state), ...gateEffects(state), ...waitEffects(state)]
}

function lockEffects({ lock, result }: RolloutState): RolloutEffect[] {
  if (lock?.kind !== 'held') return []
  const kind = result === undefined ? 'hold-lock' : 'release-lock'
  return [{ kind, key: `${kind}/${lock.lock}`, lock: lock.lock }]
}

function stepEffects(state: RolloutState): StepEffect[] {
  const effects: StepEffect[] = []
  for (const host of hostsInFlight(state)) {
    const effect = stepEffectOf(host)
    if (effect) effects.push(effect)
  }
  return effects
}

// A host's state never changes, so neither does what it makes due; with a thousand hosts this is asked thousands of times.
const known = new WeakMap<HostState, StepEffect>()

function stepEffectOf(host: HostState): StepEffect | undefined {
  const found = known.get(host)
  const current = host.step && host.steps[host.step]
  if (found || !host.step || current?.state !== 'running') return found
  const { attempts: attempt, purpose = 'forward', notBeforeMs } = current
  const wait = notBeforeMs === undefined ? {} : { notBeforeMs }
  const { name, step } = host
  const key = `${name}/${step}.${attempt}`
  const effect: StepEffect = { kind: 'run-step', key, host: name, step, attempt, purpose, ...wait }
  known.set(host, effect)
  return effect
}

function gateEffects(state: RolloutState): RolloutEffect[] {
  const gate = waitingGate(state)
  if (!gate) return []
  const items = gateTemplate(state, gate.id)?.items ?? []
  return items
    .filter(isAutomatic)
    .filter(({ id }) => gate.checks[id] === undefined)
    .map((item) => ({ kind: 'check-item', key: `${gate.id}/${item.id}`, gate: gate.id, item }))
}

function waitEffects(state: RolloutState): RolloutEffect[] {
  const station = state.stations[state.position]
  if (state.result || state.untilMs === undefined || !station) return []
  if (station.kind !== 'soak' && station.kind !== 'pause') return []
  const { kind, batch, durationMs } = station
  return [{ kind: 'wait', key: `${kind}/${batch}`, station: kind, batch, untilMs: state.untilMs, durationMs }]
}
