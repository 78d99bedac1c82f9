import { z } from 'zod'
import { command, durationMs, placement, retrying, sizeBytes, text } from './spec-fields'

const effectKeys = { check: command.optional(), checkInterval: durationMs.optional(), ...placement, ...retrying }
const muteKeys = { onFailure: z.enum(['blocking', 'advisory']).optional(), expires: durationMs.optional() }

/** Keys that exclude each other within one step. An environment that names one side drops the app's other side. */
export const alternatives: Readonly<Record<string, readonly (readonly string[])[]>> = {
  restart: [['run'], ['stop', 'start']],
  verify: [['http'], ['run']],
  mute: [['via'], ['on']],
  drain: [['via'], ['on']],
  admit: [['via'], ['on']],
  unmute: [['via'], ['on']],
}

const precheck = z
  .strictObject({
    run: command.optional(),
    version: command.optional(),
    health: command.optional(),
    minFreeDisk: sizeBytes.optional(),
    maxClockSkew: durationMs.optional(),
    ...retrying,
  })
  .optional()

const fetch = z.strictObject({ run: command.optional(), ...retrying }).optional()

const quiet = z.strictObject({
  inFlight: command.optional(),
  min: durationMs.optional(),
  max: durationMs.optional(),
  ...retrying,
})

const restart = z
  .strictObject({ run: command.optional(), stop: command.optional(), start: command.optional(), ...retrying })
  .optional()

const verify = z
  .strictObject({
    http: text.describe('a URL').optional(),
    expectStatus: z.int().min(100).max(599).optional(),
    expectBody: z.string().optional(),
    run: command.optional(),
    consecutive: z.int().min(1).max(1_000).optional(),
    interval: durationMs.optional(),
    warmup: durationMs.optional(),
    ...retrying,
  })
  .optional()

const effect = z.strictObject({ run: command, ...effectKeys })

/** What an app says about its lifecycle; every step may be left out (see `resolveLifecycle` for what happens then). */
export const lifecycleSpec = z.strictObject({
  precheck,
  fetch,
  mute: effect.extend(muteKeys).optional(),
  drain: effect.optional(),
  quiet: quiet.optional(),
  restart,
  verify,
  admit: effect.optional(),
  unmute: effect.optional(),
})
export type LifecycleSpec = z.output<typeof lifecycleSpec>

const off = z.literal('off')
const effectOverride = z.strictObject({ run: command.optional(), ...effectKeys })

/** What an environment changes of the app's lifecycle: some keys of a step, or a step switched `off` where it has no place. */
export const lifecycleOverrides = z.strictObject({
  precheck,
  fetch,
  mute: z.union([off, effectOverride.extend(muteKeys)]).optional(),
  drain: z.union([off, effectOverride]).optional(),
  quiet: z.union([off, quiet]).optional(),
  restart,
  verify,
  admit: z.union([off, effectOverride]).optional(),
  unmute: z.union([off, effectOverride]).optional(),
})
export type LifecycleOverrides = z.output<typeof lifecycleOverrides>

/**
 * Put an environment's lifecycle over the app's.
 *
 * Pure. Step by step, the keys the environment names win and the app's other keys of that step are kept (`production` may
 * raise just `restart.timeout`); `off` removes the step. Of keys that exclude each other (`alternatives`) only the
 * environment's side is kept.
 */
export function mergeLifecycle(app: LifecycleSpec, environment: LifecycleOverrides | undefined): LifecycleSpec {
  const merged: Record<string, unknown> = { ...app }
  for (const [step, over] of Object.entries(environment ?? {})) {
    if (over === 'off') delete merged[step]
    else if (over) merged[step] = { ...withoutAlternatives(step, app[step as keyof LifecycleSpec], over), ...over }
  }
  return merged
}

function withoutAlternatives(step: string, base: object | undefined, over: object): Record<string, unknown> {
  const kept: Record<string, unknown> = { ...base }
  const groups = alternatives[step] ?? []
  for (const group of groups.filter((keys) => hasAny(over, keys))) {
    for (const key of groups.filter((other) => other !== group).flat()) delete kept[key]
  }
  return kept
}

/** Does the object have a value under one of the keys? Pure. */
export const hasAny = (object: object | undefined, keys: readonly string[]): boolean =>
  keys.some((key) => (object as Readonly<Record<string, unknown>> | undefined)?.[key] !== undefined)
