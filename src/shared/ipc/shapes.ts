import { z } from 'zod'
import { consoleActor } from '../domain/rollout-command'

/** Shapes that several requests share. Times are UTC milliseconds. */
export const rolloutRef = z.strictObject({ rollout: z.string().min(1) })
/** A person. `console` is how the journal names what the console does by itself, so nobody may go by it. */
export const by = z
  .string()
  .min(1)
  .max(200)
  .refine((name) => name !== consoleActor, 'nobody may go by the name of the console itself; give your own')
export const cluster = z.strictObject({ app: z.string().min(1), environment: z.string().min(1) })
export const json = z.record(z.string(), z.unknown())
/** An error as it crosses a transport. */
export const wireError = z.strictObject({ code: z.string(), message: z.string(), details: json })

export const phase = z.enum([
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
export const status = z.strictObject({ rollout: z.string(), phase, position: z.string(), seq: z.int() })

export const change = z.strictObject({
  kind: z.enum(['added', 'removed', 'changed']),
  path: z.string(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
})
export const appChanges = z.array(z.strictObject({ app: z.string(), changes: z.array(change) }))

export const rolloutEntry = z.strictObject({
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
  /** When its journal was removed on purpose: this line is what is left. */
  prunedAtMs: z.number().optional(),
})

export const journalRow = z.strictObject({
  rollout: z.string(),
  seq: z.int(),
  at: z.number(),
  actor: z.string(),
  kind: z.string(),
  payload: json,
})

export const versionCount = z.strictObject({ version: z.string(), hosts: z.int() })

/** When the lock of the cluster is in the way: break that of another console, which gives no sign of life, or go without. */
export const lockChoice = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('break'), lock: z.string(), reason: z.string() }),
    z.strictObject({ kind: z.literal('without'), reason: z.string() }),
  ])
  .optional()
