import { z } from 'zod'
import { by, cluster, journalRow, json, lockChoice, rolloutEntry, rolloutRef, status, versionCount } from '../shapes'

/** The gate the person looked at; refused when another one waits by now. */
const gate = z.string().optional()

/** Journal rows of one reply: some milliseconds of work at either end, whatever the size of the rollout. */
export const journalRowsAtOnce = 1_000

/** A strategy as lastmile.yml writes it (`batches: [1, "10%"]`, `soak: 10m`); parsed by `strategySpec`, and only for this rollout. */
const strategy = json.optional()

const plannedGate = z.strictObject({
  gate: z.string(),
  position: z.string(),
  batch: z.int().optional(),
  /** Checklist items with their defaults, as `checklistItem` gives them. */
  items: z.array(json),
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
  warnings: z.array(z.strictObject({ code: z.string(), message: z.string(), details: json.optional() })),
  /** The gates the rollout will have, in order, with their checklists. */
  gates: z.array(plannedGate),
  /** The resolved strategy (`Strategy` of the domain): defaults filled in. */
  strategy: json,
  /** Hosts that serve now, as far as is known. */
  serving: z.int(),
  /** The machine's share of the time, by the last rollout of this cluster that succeeded. */
  expectedMs: z.number().optional(),
  /** What the hosts run now, most hosts first. */
  running: z.array(versionCount),
})
export type WirePlan = z.output<typeof plan>

/** Requests about plans and rollouts. */
export const rolloutRequests = {
  /** Make a plan without starting anything; `live` looks at the hosts first. */
  'plan:make': {
    input: cluster.extend({
      version: z.string().min(1),
      live: z.boolean(),
      strategy,
      exclude: z.array(z.string()).optional(),
      /** Warn also of what a start would refuse about the package; may take the server of the package seconds. */
      checkRelease: z.boolean().optional(),
      /** The digest that would be given to the start; only for `checkRelease`. */
      sha256: z.string().optional(),
    }),
    output: plan,
  },
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
      /** Instead of the environment's; in a protected environment it may not ask for fewer sign-offs. */
      strategy,
      /** What this version brings; kept with the release. */
      notes: z.string().max(20_000).optional(),
      lock: lockChoice,
    }),
    output: status,
  },
  'rollout:answer': {
    input: rolloutRef.extend({ item: z.string(), answer: z.union([z.string(), z.literal(true)]), by, gate }),
    output: status,
  },
  'rollout:waive': { input: rolloutRef.extend({ item: z.string(), reason: z.string(), by, gate }), output: status },
  /** Look again at automatic items of the gate that waits; all of them when none is named. */
  'rollout:recheck': { input: rolloutRef.extend({ items: z.array(z.string()).optional(), by }), output: status },
  /** Check the automatic items again and sign the gate that waits. */
  'rollout:sign': { input: rolloutRef.extend({ by, gate }), output: status },
  'rollout:brake': { input: rolloutRef.extend({ by, reason: z.string() }), output: status },
  'rollout:resume': { input: rolloutRef.extend({ by, lock: lockChoice }), output: status },
  'rollout:retry': { input: rolloutRef.extend({ by, lock: lockChoice }), output: status },
  'rollout:revoke': { input: rolloutRef.extend({ by, reason: z.string() }), output: status },
  'rollout:exclude': { input: rolloutRef.extend({ by, host: z.string(), reason: z.string() }), output: status },
  /** End this rollout and start the one that puts back what each host ran before; replies with the new one. */
  'rollout:rollback': { input: rolloutRef.extend({ by, reason: z.string(), lock: lockChoice }), output: status },
  /** Take up a rollout that no console runs now (after a restart); harmless when it runs already. */
  'rollout:attach': { input: rolloutRef, output: status },
  /** Resolve an id, a unique beginning of one, or `latest`. */
  'rollout:find': { input: rolloutRef, output: status },
  /** Newest first. `text` is searched for in id, app, environment, version and person. */
  'rollout:list': {
    input: z.strictObject({
      app: z.string().optional(),
      environment: z.string().optional(),
      isOpen: z.boolean().optional(),
      result: z.enum(['succeeded', 'failed', 'revoked']).optional(),
      startedBy: z.string().optional(),
      fromMs: z.number().optional(),
      toMs: z.number().optional(),
      text: z.string().optional(),
      limit: z.int().min(1).max(10_000).optional(),
    }),
    output: z.array(rolloutEntry),
  },
  'rollout:show': { input: rolloutRef, output: json },
  /** Journal rows after `afterSeq`, at most `journalRowsAtOnce`; fewer are the last ones. */
  'rollout:events': { input: rolloutRef.extend({ afterSeq: z.int().min(0) }), output: z.array(journalRow) },
  'rollout:verify': {
    input: rolloutRef,
    output: z.strictObject({
      rollout: z.string(),
      ok: z.boolean(),
      rows: z.int().optional(),
      seq: z.int().optional(),
      why: z.string().optional(),
      /** Its journal was removed on purpose; this is what it ended with. */
      prunedAtMs: z.number().optional(),
      lastHash: z.string().optional(),
    }),
  },
  /** How long this rollout and each of its steps may be expected to take, by the last one of its cluster that succeeded. */
  'rollout:expected': {
    input: rolloutRef,
    output: z.strictObject({ totalMs: z.number().optional(), stepMs: z.record(z.string(), z.number()) }),
  },
  /** The whole rollout as one file: `html` is a page of its own, printable, without scripts or anything from elsewhere. */
  'rollout:report': {
    input: rolloutRef.extend({ format: z.enum(['html', 'json', 'csv']) }),
    output: z.strictObject({ fileName: z.string(), mediaType: z.string(), text: z.string() }),
  },
} as const
