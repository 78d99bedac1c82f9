import { z } from 'zod'
import { appChanges, by, change, cluster, json, rolloutEntry, phase, versionCount } from '../shapes'

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
  /** Open undo debts: `mute` is silenced, `drain` is out of traffic. */
  debts: z.array(z.enum(['mute', 'drain'])),
})
export type WireHost = z.output<typeof hostState>

const verdict = z.strictObject({
  host: z.string(),
  /** One of `otherHosts`, such as a load balancer: nothing of the app runs there. */
  isOther: z.boolean().optional(),
  ok: z.boolean(),
  latencyMs: z.number().optional(),
  version: z.string().optional(),
  isHealthy: z.boolean().optional(),
  server: z.string().optional(),
  code: z.string().optional(),
  problem: z.string().optional(),
})

/** One app in one environment, as the board shows it. */
const boardCell = z.strictObject({
  app: z.string(),
  environment: z.string(),
  isProtected: z.boolean(),
  hosts: z.int(),
  /** The version most hosts run, and since when: the end of the last rollout that succeeded with it. */
  version: z.string().optional(),
  sinceMs: z.number().optional(),
  /** Hosts that are known to run another version than that. */
  drift: z.int(),
  versions: z.array(versionCount),
  healthy: z.int(),
  unhealthy: z.int(),
  /** Hosts that could not be read when they were looked at last. */
  unreachable: z.int(),
  /** Hosts nobody has looked at yet. */
  unknown: z.int(),
  openDebts: z.int(),
  /** The oldest of the last looks at its hosts. */
  observedAtMs: z.number().optional(),
  openRollout: z.string().optional(),
  lastRollout: rolloutEntry.optional(),
})

/** A rollout in progress, in one line. */
const openRollout = rolloutEntry.extend({
  phase,
  position: z.string(),
  /** The batch that is under way, or after which it soaks or pauses. */
  batch: z.int().optional(),
  hosts: z.int(),
  done: z.int(),
  failed: z.int(),
  /** The gate that waits, since when, and the people who signed it already. */
  gate: z.string().optional(),
  waitingSinceMs: z.number().optional(),
  signedBy: z.array(z.string()),
  /** Nobody but the starter may sign here. */
  isNotByStarter: z.boolean(),
  brakeReason: z.string().optional(),
  /** It was taken up again by this console or an earlier one: steps that were under way then, and those not found yet. */
  recovery: z
    .strictObject({
      atMs: z.number(),
      interrupted: z.int(),
      hosts: z.array(z.string()),
      open: z.int(),
      unreachable: z.int(),
    })
    .optional(),
})

const release = z.strictObject({
  app: z.string(),
  version: z.string(),
  digest: z.string().optional(),
  source: z.string().optional(),
  notes: z.string().optional(),
  createdAtMs: z.number(),
  blocked: z.strictObject({ atMs: z.number(), by: z.string(), reason: z.string() }).optional(),
})

const gateName = z.enum(['beforeLaunch', 'beforeCanary', 'afterSoak', 'beforeBatch', 'beforeClosing', 'beforeRollback'])
const checklist = z.strictObject({
  scope: z.enum(['app', 'tier', 'environment']),
  /** The name of the app, tier or environment. */
  name: z.string().min(1),
  gate: gateName,
  /** As lastmile.yml writes them; checked by `checklistItem`. */
  items: z.array(json),
})

/** Requests about apps, hosts, releases and checklists. */
export const inventoryRequests = {
  'board:show': {
    input: z.strictObject({}),
    output: z.strictObject({
      /** In promotion order. */
      environments: z.array(z.string()),
      apps: z.array(z.strictObject({ app: z.string(), owner: z.string().optional(), tier: z.string().optional() })),
      cells: z.array(boardCell),
      open: z.array(openRollout),
      recent: z.array(rolloutEntry),
    }),
  },
  'spec:preview': { input: z.strictObject({ text: z.string(), fileName: z.string() }), output: appChanges },
  /** Validate and store what a lastmile.yml says; replies with what it changed. */
  'spec:apply': { input: z.strictObject({ text: z.string(), fileName: z.string() }), output: appChanges },
  'spec:export': { input: z.strictObject({ app: z.string() }), output: z.strictObject({ text: z.string() }) },
  /** An app as lastmile.yml would write it, as JSON; the form `spec:save` takes. */
  'spec:read': { input: z.strictObject({ app: z.string() }), output: z.strictObject({ spec: json }) },
  /** Validate and store an edited app; with `preview` nothing is stored. `before`: what was edited, refused when it has changed since. */
  'spec:save': {
    input: z.strictObject({ spec: json, before: json.optional(), preview: z.boolean() }),
    output: z.array(change),
  },
  /** Forget an app; its history stays. Refused while a rollout of it is in progress or owes something. */
  'app:remove': { input: z.strictObject({ app: z.string() }), output: z.strictObject({}) },
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
  /** Connect to each host and read its version and health; without names also to the other hosts that steps run on. */
  'host:check': { input: cluster.extend({ hosts: z.array(z.string()).optional() }), output: z.array(verdict) },
  /** What rollouts did to one host, newest first. */
  'host:history': {
    input: cluster.extend({ host: z.string() }),
    output: z.array(
      z.strictObject({
        rollout: z.string(),
        version: z.string(),
        type: z.enum(['release', 'rollback']),
        startedBy: z.string(),
        atMs: z.number(),
        outcome: z.enum(['succeeded', 'failed', 'skipped', 'excluded', 'returned']),
        versionAfter: z.string().optional(),
        step: z.string().optional(),
        reason: z.string().optional(),
      }),
    ),
  },
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
  /** Known versions of an app, newest first. */
  'release:list': { input: z.strictObject({ app: z.string() }), output: z.array(release) },
  'release:unblock': {
    input: z.strictObject({ app: z.string(), version: z.string(), by, reason: z.string().min(1) }),
    output: z.strictObject({}),
  },
  /** Checklist templates; they come before what an environment asks itself at the same gate. */
  'checklist:list': { input: z.strictObject({}), output: z.array(checklist.extend({ updatedAtMs: z.number() })) },
  /** Store or replace one template; without items it is removed. */
  'checklist:save': { input: checklist, output: z.strictObject({}) },
  /** What became of each item in all rollouts so far. */
  'checklist:stats': {
    input: z.strictObject({}),
    output: z.array(
      z.strictObject({
        item: z.string(),
        gates: z.int(),
        /** Gates at which it did not hold at first, or for which it was waived. */
        stopped: z.int(),
        waived: z.int(),
        lastStoppedAtMs: z.number().optional(),
      }),
    ),
  },
} as const
