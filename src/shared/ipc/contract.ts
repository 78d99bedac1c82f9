import { z } from 'zod'
import { consoleActor } from '../domain/rollout-command'

/**
 * All requests a door may make of the console, with the shapes that go in and come out: types, validation and the list of
 * what is allowed come from this one object. Times are UTC milliseconds.
 */
const rolloutRef = z.strictObject({ rollout: z.string().min(1) })
/** A person. `console` is how the journal names what the console does by itself, so nobody may go by it. */
const by = z
  .string()
  .min(1)
  .max(200)
  .refine((name) => name !== consoleActor, 'nobody may go by the name of the console itself; give your own')
/** The gate the person looked at; refused when another one waits by now. */
const gate = z.string().optional()
const cluster = z.strictObject({ app: z.string().min(1), environment: z.string().min(1) })
const json = z.record(z.string(), z.unknown())

const phase = z.enum([
  'waiting',
  'running',
  'soaking',
  'pausing',
  'braked',
  'revoking',
  'succeeded',
  'failed',
  'revoked',
])
/** Where a rollout stands after a request, for those that only need to know whether to go on. */
const status = z.strictObject({ rollout: z.string(), phase, position: z.string(), seq: z.int() })

const change = z.strictObject({
  kind: z.enum(['added', 'removed', 'changed']),
  path: z.string(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
})

const hostState = z.strictObject({
  app: z.string(),
  environment: z.string(),
  name: z.string(),
  address: z.string(),
  port: z.int().optional(),
  user: z.string().optional(),
  labels: z.record(z.string(), z.string()),
  isCanary: z.boolean(),
  version: z.string().optional(),
  isHealthy: z.boolean().optional(),
  isServing: z.boolean().optional(),
  observedAtMs: z.number().optional(),
  problem: z.string().optional(),
})

const verdict = z.strictObject({
  host: z.string(),
  ok: z.boolean(),
  latencyMs: z.number().optional(),
  version: z.string().optional(),
  isHealthy: z.boolean().optional(),
  server: z.string().optional(),
  code: z.string().optional(),
  problem: z.string().optional(),
})

const plan = z.strictObject({
  app: z.string(),
  version: z.string(),
  environment: z.string(),
  hosts: z.int(),
  floor: z.int(),
  batches: z.array(
    z.strictObject({
      index: z.int(),
      kind: z.enum(['canary', 'batch']),
      hosts: z.array(z.string()),
      servingAfter: z.int(),
    }),
  ),
  warnings: z.array(z.strictObject({ code: z.string(), message: z.string() })),
})

const rolloutEntry = z.strictObject({
  rollout: z.string(),
  app: z.string(),
  environment: z.string(),
  version: z.string(),
  type: z.enum(['release', 'rollback']),
  startedBy: z.string(),
  createdAtMs: z.number(),
  finishedAtMs: z.number().optional(),
  result: z.enum(['succeeded', 'failed', 'revoked']).optional(),
  rollsBack: z.string().optional(),
})

const journalRow = z.strictObject({
  rollout: z.string(),
  seq: z.int(),
  at: z.number(),
  actor: z.string(),
  kind: z.string(),
  payload: json,
})

const debt = z.strictObject({
  debt: z.string(),
  rollout: z.string(),
  app: z.string(),
  environment: z.string(),
  host: z.string(),
  kind: z.enum(['mute', 'drain']),
  recordedAtMs: z.number(),
  expiresAtMs: z.number().optional(),
})

const logLine = z.strictObject({
  rollout: z.string(),
  host: z.string(),
  step: z.string(),
  attempt: z.int(),
  line: z.int(),
  text: z.string(),
})

export const requests = {
  'console:info': {
    input: z.strictObject({}),
    output: z.strictObject({ pid: z.int(), version: z.string(), dataFolder: z.string() }),
  },
  'spec:preview': {
    input: z.strictObject({ text: z.string(), fileName: z.string() }),
    output: z.array(z.strictObject({ app: z.string(), changes: z.array(change) })),
  },
  /** Validate and store what a lastmile.yml says; replies with what it changed. */
  'spec:apply': {
    input: z.strictObject({ text: z.string(), fileName: z.string() }),
    output: z.array(z.strictObject({ app: z.string(), changes: z.array(change) })),
  },
  'spec:export': { input: z.strictObject({ app: z.string() }), output: z.strictObject({ text: z.string() }) },
  /** Add or change hosts of one environment, as an import does; with `preview` nothing is stored. */
  'host:import': {
    input: cluster.extend({
      format: z.enum(['csv', 'ansible', 'ssh-config']),
      text: z.string(),
      fileName: z.string(),
      preview: z.boolean(),
    }),
    output: z.array(change),
  },
  'app:list': {
    input: z.strictObject({}),
    output: z.array(
      z.strictObject({
        app: z.string(),
        owner: z.string().optional(),
        environments: z.array(z.strictObject({ name: z.string(), isProtected: z.boolean(), hosts: z.int() })),
      }),
    ),
  },
  'host:list': { input: cluster.partial(), output: z.array(hostState) },
  /** Connect to each host and read its version and health. */
  'host:check': { input: cluster.extend({ hosts: z.array(z.string()).optional() }), output: z.array(verdict) },
  /** Run one command on every host of a cluster; nothing is recorded. */
  'host:exec': {
    input: cluster.extend({ command: z.string().min(1), timeoutMs: z.int().min(1) }),
    output: z.array(
      z.strictObject({
        host: z.string(),
        exitCode: z.int().optional(),
        output: z.string(),
        problem: z.string().optional(),
      }),
    ),
  },
  /** Make a plan without starting anything; `live` looks at the hosts first. */
  'plan:make': { input: cluster.extend({ version: z.string().min(1), live: z.boolean() }), output: plan },
  /** Stage a version ahead of its window: precheck and fetch on every host. */
  'stage:run': {
    input: cluster.extend({ version: z.string().min(1), sha256: z.string().optional(), by }),
    output: z.array(z.strictObject({ host: z.string(), ok: z.boolean(), problem: z.string().optional() })),
  },
  'rollout:start': {
    input: cluster.extend({
      version: z.string().min(1),
      by,
      sha256: z.string().optional(),
      exclude: z.array(z.string()).optional(),
      /** Lift a block on this release; needs a reason. */
      unblock: z.boolean().optional(),
      reason: z.string().optional(),
    }),
    output: status,
  },
  'rollout:answer': {
    input: rolloutRef.extend({ item: z.string(), answer: z.union([z.string(), z.literal(true)]), by, gate }),
    output: status,
  },
  'rollout:waive': { input: rolloutRef.extend({ item: z.string(), reason: z.string(), by, gate }), output: status },
  /** Check the automatic items again and sign the gate that waits. */
  'rollout:sign': { input: rolloutRef.extend({ by, gate }), output: status },
  'rollout:brake': { input: rolloutRef.extend({ by, reason: z.string() }), output: status },
  'rollout:resume': { input: rolloutRef.extend({ by }), output: status },
  'rollout:retry': { input: rolloutRef.extend({ by }), output: status },
  'rollout:revoke': { input: rolloutRef.extend({ by, reason: z.string() }), output: status },
  'rollout:exclude': { input: rolloutRef.extend({ by, host: z.string(), reason: z.string() }), output: status },
  /** End this rollout and start the one that puts back what each host ran before; replies with the new one. */
  'rollout:rollback': { input: rolloutRef.extend({ by, reason: z.string() }), output: status },
  /** Take up a rollout that no console runs now (after a restart); harmless when it runs already. */
  'rollout:attach': { input: rolloutRef, output: status },
  /** Resolve an id, a unique beginning of one, or `latest`. */
  'rollout:find': { input: rolloutRef, output: status },
  'rollout:list': {
    input: z.strictObject({
      app: z.string().optional(),
      environment: z.string().optional(),
      isOpen: z.boolean().optional(),
      limit: z.int().min(1).max(10_000).optional(),
    }),
    output: z.array(rolloutEntry),
  },
  'rollout:show': { input: rolloutRef, output: json },
  /** Journal rows after `afterSeq`, at most 5,000 at a time. */
  'rollout:events': { input: rolloutRef.extend({ afterSeq: z.int().min(0) }), output: z.array(journalRow) },
  'rollout:verify': {
    input: rolloutRef,
    output: z.strictObject({
      rollout: z.string(),
      ok: z.boolean(),
      rows: z.int().optional(),
      seq: z.int().optional(),
      why: z.string().optional(),
    }),
  },
  'debt:list': {
    input: z.strictObject({
      app: z.string().optional(),
      environment: z.string().optional(),
      host: z.string().optional(),
    }),
    output: z.array(debt),
  },
  /** Do the reverse of open debts and confirm it; `byHand` with a reason only marks them as settled. */
  'debt:settle': {
    input: z.strictObject({
      debts: z.array(z.string()).min(1),
      by,
      byHand: z.boolean(),
      reason: z.string().optional(),
    }),
    output: z.array(
      z.strictObject({ debt: z.string(), host: z.string(), ok: z.boolean(), problem: z.string().optional() }),
    ),
  },
  'log:list': {
    input: rolloutRef.extend({ host: z.string() }),
    output: z.array(z.strictObject({ step: z.string(), attempt: z.int(), sizeBytes: z.int() })),
  },
  /** One piece of a log, base64; empty at its end. */
  'log:read': {
    input: rolloutRef.extend({ host: z.string(), step: z.string(), attempt: z.int(), fromOffset: z.int().min(0) }),
    output: z.strictObject({ bytes: z.string(), nextOffset: z.int() }),
  },
  'log:search': {
    input: z.strictObject({
      text: z.string().min(1),
      rollout: z.string().optional(),
      host: z.string().optional(),
      limit: z.int().min(1).max(10_000),
    }),
    output: z.array(logLine),
  },
} as const

export type RequestName = keyof typeof requests
export type Input<N extends RequestName> = z.output<(typeof requests)[N]['input']>
/** What a caller writes, before defaults. */
export type RawInput<N extends RequestName> = z.input<(typeof requests)[N]['input']>
export type Output<N extends RequestName> = z.output<(typeof requests)[N]['output']>
export type Handlers = { readonly [N in RequestName]: (input: Input<N>) => Promise<Output<N>> | Output<N> }

export type RolloutStatus = z.output<typeof status>
export type WirePlan = z.output<typeof plan>
export type WireJournalRow = z.output<typeof journalRow>
