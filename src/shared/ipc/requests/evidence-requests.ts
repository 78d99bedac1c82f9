import { z } from 'zod'
import { by, lockChoice, rolloutRef, wireError } from '../shapes'

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

/** An interactive shell that somebody opened; what it printed is kept. */
const shell = z.strictObject({
  shell: z.string(),
  /** The rollout whose page it was opened from. */
  rollout: z.string().optional(),
  app: z.string(),
  environment: z.string(),
  host: z.string(),
  openedBy: z.string(),
  openedAtMs: z.number(),
  closedAtMs: z.number().optional(),
  sizeBytes: z.int(),
})

/** How the store of logs is. What keeps it from working never holds a rollout up: hosts keep their output. */
export const logsHealth = z.strictObject({
  file: z.string(),
  /** Why nothing can be stored at the moment. */
  problem: wireError.extend({ sinceMs: z.number() }).optional(),
  /** It was deleted or replaced under the console, which then wrote it again. */
  rewrittenAtMs: z.number().optional(),
  /** Damaged files that were set aside, and how many of their blocks were saved into the new one so far. */
  setAside: z.array(
    z.strictObject({
      file: z.string(),
      atMs: z.number(),
      reason: z.string(),
      saved: z.int(),
      lost: z.int(),
      isFinished: z.boolean(),
    }),
  ),
})
export type LogsHealth = z.output<typeof logsHealth>

/** Requests about debts, logs and recorded shells. */
export const evidenceRequests = {
  'debt:list': {
    input: z.strictObject({
      app: z.string().optional(),
      environment: z.string().optional(),
      host: z.string().optional(),
    }),
    output: z.array(debt),
  },
  /**
   * Do the reverse of open debts and confirm it; `byHand` with a reason only marks them as settled. `problem`: why one is not,
   * with its `error` where a rule or a lock was in the way.
   */
  'debt:settle': {
    input: z.strictObject({
      debts: z.array(z.string()).min(1),
      by,
      byHand: z.boolean(),
      reason: z.string().optional(),
      lock: lockChoice,
    }),
    output: z.array(
      z.strictObject({
        debt: z.string(),
        host: z.string(),
        ok: z.boolean(),
        problem: z.string().optional(),
        error: wireError.optional(),
      }),
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
  /** Remove logs that are too old or too many; by the limits of the preferences where none are given. */
  'log:prune': {
    input: z.strictObject({
      keepDays: z.int().min(1).optional(),
      maxBytes: z.int().min(0).optional(),
      isDryRun: z.boolean(),
      by,
    }),
    output: z.strictObject({
      pruned: z.array(
        z.strictObject({
          /** Or a shell. */
          rollout: z.string(),
          storedBytes: z.int(),
          lastAtMs: z.number(),
          because: z.enum(['age', 'size']),
        }),
      ),
      keptBytes: z.int(),
    }),
  },
  /** Remove whole journals of rollouts that ended long ago, owe nothing and are not among the newest. */
  'journal:prune': {
    input: z.strictObject({ keepRollouts: z.int().min(1), keepDays: z.int().min(1), isDryRun: z.boolean(), by }),
    output: z.strictObject({ rollouts: z.array(z.string()) }),
  },
  'log:health': { input: z.strictObject({}), output: logsHealth },
  /** Recorded shells, newest first. Their output is read as a terminal (`shell-record`). */
  'shell:list': {
    input: z.strictObject({
      rollout: z.string().optional(),
      app: z.string().optional(),
      environment: z.string().optional(),
      host: z.string().optional(),
    }),
    output: z.array(shell),
  },
} as const
