import { z } from 'zod'
import { checklistItem } from './checklist'
import { amount, durationMs, name, placement, retrying } from './spec-fields'

const command = z.string().min(1)

const packageSpec = z
  .strictObject({
    url: z.string().min(1).optional(),
    push: z.string().min(1).optional(),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/i, 'a sha256 is 64 hexadecimal digits')
      .optional(),
    root: z.string().regex(/^(\/|~\/)/, 'the root is an absolute path, or starts with ~/'),
    unpack: z.enum(['tar.gz', 'zip', 'none']).default('tar.gz'),
    keep: z.int().min(1).max(1_000).default(5),
  })
  .refine((p) => (p.url === undefined) !== (p.push === undefined), {
    message: 'name exactly one of "url" (pulled by the hosts) and "push" (sent from here)',
  })

const effect = z.strictObject({
  run: command,
  check: command.optional(),
  checkInterval: durationMs.optional(),
  ...placement,
  ...retrying,
})

/** What an app says about its lifecycle; every step may be left out (see `resolveLifecycle` for what happens then). */
export const lifecycleSpec = z.strictObject({
  precheck: z
    .strictObject({
      run: command.optional(),
      version: command.optional(),
      health: command.optional(),
      minFreeDisk: z.int().min(0).optional(),
      maxClockSkew: durationMs.optional(),
      ...retrying,
    })
    .optional(),
  fetch: z.strictObject({ run: command.optional(), ...retrying }).optional(),
  mute: effect
    .extend({ onFailure: z.enum(['blocking', 'advisory']).optional(), expires: durationMs.optional() })
    .optional(),
  drain: effect.optional(),
  quiet: z
    .strictObject({ inFlight: command.optional(), min: durationMs.optional(), max: durationMs.optional(), ...retrying })
    .optional(),
  restart: z
    .strictObject({
      run: command.optional(),
      stop: command.optional(),
      start: command.optional(),
      ...retrying,
    })
    .refine((r) => r.run === undefined || (r.stop === undefined && r.start === undefined), {
      message: 'name either "run" or "stop" and "start"',
    })
    .optional(),
  verify: z
    .strictObject({
      http: z.string().min(1).optional(),
      expectStatus: z.int().min(100).max(599).optional(),
      expectBody: z.string().optional(),
      run: command.optional(),
      consecutive: z.int().min(1).max(1_000).optional(),
      interval: durationMs.optional(),
      warmup: durationMs.optional(),
      ...retrying,
    })
    .refine((v) => v.http === undefined || v.run === undefined, { message: 'name either "http" or "run"' })
    .optional(),
  admit: effect.optional(),
  unmute: effect.optional(),
})
export type LifecycleSpec = z.output<typeof lifecycleSpec>

const sshSpec = z.strictObject({
  user: z.string().min(1).optional(),
  port: z.int().min(1).max(65_535).optional(),
  identityFile: z.union([z.string(), z.array(z.string())]).optional(),
  jump: z.string().min(1).optional(),
  config: z.string().optional(),
  knownHosts: z.string().optional(),
  hostKeys: z.enum(['ask', 'strict', 'accept-new']).optional(),
  agent: z.boolean().optional(),
  passwordEnv: z.string().optional(),
  connectTimeout: durationMs.optional(),
})
export type SshSpec = z.output<typeof sshSpec>

export const hostSpec = z.strictObject({
  name,
  address: z.string().min(1).optional(),
  port: z.int().min(1).max(65_535).optional(),
  user: z.string().min(1).optional(),
  labels: z.record(z.string(), z.coerce.string()).default({}),
  canary: z.boolean().default(false),
})
export type HostSpec = z.output<typeof hostSpec>

/** How a plan is made. Percentages of `batches` are of the whole cluster; `maxUnavailable` gives the floor. */
export const strategySpec = z.strictObject({
  kind: z.enum(['canary', 'rolling', 'all-at-once']).optional(),
  canary: z
    .union([
      z.literal(false).transform(() => undefined),
      z.strictObject({ hosts: z.int().min(1).max(2).default(1), soak: durationMs.default(600_000) }),
    ])
    .optional(),
  batches: z.union([amount.transform((size) => [size]), z.array(amount).min(1)]).optional(),
  maxUnavailable: amount.optional(),
  soak: durationMs.optional(),
  pause: durationMs.optional(),
  stopWhenFailuresExceed: z.strictObject({ batch: amount.optional(), rollout: amount.optional() }).optional(),
  signOff: z
    .strictObject({ approvers: z.int().min(1).max(10).default(1), notBy: z.enum(['starter']).optional() })
    .optional(),
})
export type StrategySpec = z.output<typeof strategySpec>

const gateItems = z.union([z.literal('off'), z.array(checklistItem)])
export const gatesSpec = z.strictObject({
  beforeLaunch: z.array(checklistItem).optional(),
  beforeCanary: gateItems.optional(),
  afterSoak: gateItems.optional(),
  beforeBatch: z.array(checklistItem).optional(),
  beforeClosing: gateItems.optional(),
  beforeRollback: z.array(checklistItem).optional(),
})
export type GatesSpec = z.output<typeof gatesSpec>

export const environmentSpec = z.strictObject({
  name,
  protected: z.boolean().default(false),
  ssh: sshSpec.default({}),
  hosts: z.array(hostSpec).default([]),
  /** Hosts that are not released to but that steps run on with `via`, such as a load balancer. */
  otherHosts: z.array(hostSpec).default([]),
  strategy: strategySpec.default({}),
  /** Asks which hosts serve: prints their names, one on a line. Without it the console counts by what it did itself. */
  traffic: z.strictObject({ serving: command, ...placement, ...retrying }).optional(),
  gates: gatesSpec.default({}),
  lifecycle: lifecycleSpec.optional(),
})
export type EnvironmentSpec = z.output<typeof environmentSpec>

/** The content of one `lastmile.yml`: an app with its environments, in promotion order. */
export const appSpec = z
  .strictObject({
    app: name,
    owner: z.string().optional(),
    tier: z.string().optional(),
    package: packageSpec.optional(),
    lifecycle: lifecycleSpec.default({}),
    environments: z.array(environmentSpec).default([]),
  })
  .superRefine((spec, ctx) => {
    refuseDoubles(spec.environments, ['environments'], ctx)
    for (const [index, environment] of spec.environments.entries()) {
      refuseDoubles(environment.hosts, ['environments', index, 'hosts'], ctx)
      refuseLonelySteps({ ...spec.lifecycle, ...environment.lifecycle }, ['environments', index], ctx)
    }
  })
export type AppSpec = z.output<typeof appSpec>
export type PackageSpec = z.output<typeof packageSpec>

function refuseDoubles(named: readonly { readonly name: string }[], path: (string | number)[], ctx: z.RefinementCtx) {
  const seen = new Set<string>()
  for (const [index, { name: text }] of named.entries()) {
    if (seen.has(text))
      ctx.addIssue({ code: 'custom', path: [...path, index, 'name'], message: `"${text}" is named twice` })
    seen.add(text)
  }
}

/** Whatever is switched off must have a way back on: `drain` needs `admit`, `mute` needs `unmute`. */
function refuseLonelySteps(lifecycle: LifecycleSpec, path: (string | number)[], ctx: z.RefinementCtx) {
  for (const [forward, back] of [['drain', 'admit'] as const, ['mute', 'unmute'] as const]) {
    if (Boolean(lifecycle[forward]) !== Boolean(lifecycle[back])) {
      const [has, lacks] = lifecycle[forward] ? [forward, back] : [back, forward]
      ctx.addIssue({
        code: 'custom',
        path,
        message: `"${has}" is configured but "${lacks}" is not; name both or neither`,
      })
    }
  }
}
