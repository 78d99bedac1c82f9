import { z } from 'zod'
import { checklistItem } from './checklist'
import { lifecycleOverrides, lifecycleSpec } from './lifecycle-spec'
import { secretsSpec } from './secret-spec'
import { amount, command, durationMs, looseText, name, placement, port, retrying, text } from './spec-fields'
import { findSpecProblems } from './spec-rules'

export { lifecycleSpec, type LifecycleSpec } from './lifecycle-spec'

const packageSpec = z.strictObject({
  url: text.describe('a URL').optional(),
  push: text.describe('the path of a local file').optional(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/i)
    .toLowerCase()
    .describe('a sha256: 64 hexadecimal digits')
    .optional(),
  root: z
    .string()
    .regex(/^(\/|~\/)/)
    .describe('a directory on the hosts that is absolute or starts with ~/'),
  unpack: z.enum(['tar.gz', 'zip', 'none']).default('tar.gz'),
  keep: z.int().min(1).max(1_000).default(5),
})
export type PackageSpec = z.output<typeof packageSpec>

const path = text.describe('the path of a local file')
const sshSpec = z.strictObject({
  user: text.optional(),
  port: port.optional(),
  identityFile: z.union([path, z.array(path).min(1)]).optional(),
  jump: text.describe('user@host:port or an alias of ~/.ssh/config').optional(),
  config: path.optional(),
  knownHosts: path.optional(),
  hostKeys: z.enum(['ask', 'strict', 'accept-new']).optional(),
  agent: z.boolean().optional(),
  passwordEnv: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/)
    .describe('the name of the environment variable that holds the password, never the password itself')
    .optional(),
  connectTimeout: durationMs.optional(),
})
export type SshSpec = z.output<typeof sshSpec>

export const hostSpec = z.strictObject({
  name,
  address: z
    .string()
    .regex(/^[^\s@/]+$/)
    .describe('a host name or IP address (user and port have keys of their own)')
    .optional(),
  port: port.optional(),
  user: text.optional(),
  labels: z.record(z.string(), looseText).default({}),
  canary: z.boolean().default(false),
})
export type HostSpec = z.output<typeof hostSpec>

const strategyKind = z.enum(['canary', 'rolling', 'all-at-once']).optional()
const strategyKeys = {
  batches: z
    .codec(z.union([amount, z.array(amount).min(1)]), z.array(z.custom<z.output<typeof amount>>()), {
      decode: (sizes) => (Array.isArray(sizes) ? sizes : [sizes]),
      encode: (sizes) => sizes,
    })
    .optional(),
  maxUnavailable: amount.optional(),
  soak: durationMs.optional(),
  pause: durationMs.optional(),
  stopWhenFailuresExceed: z.strictObject({ batch: amount.optional(), rollout: amount.optional() }).optional(),
  signOff: z
    .strictObject({ approvers: z.int().min(1).max(10).default(1), notBy: z.enum(['starter']).optional() })
    .optional(),
}
const canary = z.strictObject({ hosts: z.int().min(1).max(2).default(1), soak: durationMs.default(600_000) })
const writtenStrategy = z.strictObject({
  kind: strategyKind,
  canary: z
    .union([z.literal(false), canary])
    .describe('false, or hosts and soak as in { hosts: 1, soak: 10m }')
    .optional(),
  ...strategyKeys,
})
const readStrategy = z.strictObject({ kind: strategyKind, canary: canary.optional(), ...strategyKeys })
export type StrategySpec = z.output<typeof readStrategy>

/**
 * How a plan is made. Percentages of `batches` are of the whole cluster; `maxUnavailable` gives the floor.
 * `canary: false` is another way to write `kind: rolling` and is read as that.
 */
export const strategySpec = z.codec(writtenStrategy, z.custom<StrategySpec>(), {
  decode: ({ canary: written, ...rest }, ctx): StrategySpec => {
    if (written !== false) return written === undefined ? rest : { ...rest, canary: written }
    if (rest.kind === 'canary') {
      const message = '"canary: false" contradicts "kind: canary"; keep one of them'
      ctx.issues.push({ code: 'custom', message, path: ['canary'], input: written })
    }
    return { ...rest, kind: rest.kind ?? 'rolling' }
  },
  encode: (strategy) => strategy,
})

const items = z.array(checklistItem)
const gateItems = z.union([z.literal('off'), items])
export const gatesSpec = z.strictObject({
  beforeLaunch: items.optional(),
  beforeCanary: gateItems.optional(),
  afterSoak: gateItems.optional(),
  beforeBatch: items.optional(),
  beforeClosing: gateItems.optional(),
  beforeRollback: items.optional(),
})
export type GatesSpec = z.output<typeof gatesSpec>

/** Keeps consoles apart: one cluster has one rollout at a time. Off with `false`. */
const lockSpec = z.union([
  z.literal(false),
  z.strictObject({
    via: name.optional(),
    directory: z
      .string()
      .regex(/^(\/|~\/)/)
      .describe('a directory on the host of the lock that is absolute or starts with ~/')
      .optional(),
    expiry: durationMs.optional(),
  }),
])

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
  lock: lockSpec.describe('false, or via, directory and expiry as in { via: lb-01 }').optional(),
  gates: gatesSpec.default({}),
  lifecycle: lifecycleOverrides.optional(),
  /** Over the app's secrets of the same names. */
  secrets: secretsSpec.optional(),
})
export type EnvironmentSpec = z.output<typeof environmentSpec>

/** The content of one `lastmile.yml`: an app with its environments, in promotion order. */
export const appSpec = z
  .strictObject({
    app: name,
    owner: looseText.optional(),
    tier: looseText.optional(),
    secrets: secretsSpec.optional(),
    package: packageSpec.optional(),
    lifecycle: lifecycleSpec.default({}),
    environments: z.array(environmentSpec).default([]),
  })
  .superRefine((spec, ctx) => {
    for (const { path: at, message } of findSpecProblems(spec)) {
      ctx.addIssue({ code: 'custom', path: [...at], message })
    }
  })
export type AppSpec = z.output<typeof appSpec>

/**
 * A spec as it is written in a file, as plain JSON: durations as `10m`, amounts as `25%`. `appSpec.parse` reads it back.
 *
 * Pure. Store and send this form: parsing an `AppSpec` a second time would take its milliseconds for seconds.
 */
export const toWrittenSpec = (spec: AppSpec): z.input<typeof appSpec> => z.encode(appSpec, spec)
