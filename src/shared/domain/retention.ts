/** How long logs are kept, and how many of them: what is older or more is pruned, whole rollouts at a time. */
export type LogLimits = { readonly keepDays: number; readonly maxBytes: number }
/** Limits for once; the usual ones where none are given. */
export type GivenLimits = { readonly keepDays?: number | undefined; readonly maxBytes?: number | undefined }

/** Two years of reviews, and a size that leaves room on a usual disk. */
export const defaultLogLimits: LogLimits = { keepDays: 730, maxBytes: 20 * 1024 ** 3 }

/** All logs of one rollout, or of one shell, as they lie on disk. */
export type StoredLogs = { readonly rollout: string; readonly storedBytes: number; readonly lastAtMs: number }
export type PrunedLogs = StoredLogs & { readonly because: 'age' | 'size' }

/** Pure. */
export const limitsOf = ({ keepDays, maxBytes }: GivenLimits, usual: LogLimits): LogLimits => ({
  keepDays: keepDays ?? usual.keepDays,
  maxBytes: maxBytes ?? usual.maxBytes,
})

const dayMs = 86_400_000

/**
 * Which logs to prune: those last written to more than `keepDays` days ago, and of the others the oldest until the rest is no
 * more than `maxBytes`. Oldest first. What is under way (`isKept`) stays, whatever its size. Pure.
 */
export function planPrune(
  stored: readonly StoredLogs[],
  isKept: (rollout: string) => boolean,
  { keepDays, maxBytes }: LogLimits,
  nowMs: number,
): PrunedLogs[] {
  const oldestFirst = stored.toSorted((one, other) => one.lastAtMs - other.lastAtMs)
  let leftBytes = stored.reduce((sum, { storedBytes }) => sum + storedBytes, 0)
  const pruned: PrunedLogs[] = []
  for (const logs of oldestFirst) {
    if (isKept(logs.rollout)) continue
    const isOld = logs.lastAtMs < nowMs - keepDays * dayMs
    if (!isOld && leftBytes <= maxBytes) continue
    pruned.push({ ...logs, because: isOld ? 'age' : 'size' })
    leftBytes -= logs.storedBytes
  }
  return pruned
}

/** A rollout, for the question whether its journal may be pruned. */
export type PrunableRollout = {
  readonly rollout: string
  readonly createdAtMs: number
  readonly finishedAtMs?: number | undefined
  /** Undo debts that are open. */
  readonly openDebts: number
}
export type JournalLimits = { readonly keepRollouts: number; readonly keepDays: number }

/**
 * Whose journals may be pruned: of rollouts that ended more than `keepDays` days ago, owe nothing, and are not among the
 * newest `keepRollouts`. Oldest first. Pure.
 */
export function planJournalPrune<Rollout extends PrunableRollout>(
  rollouts: readonly Rollout[],
  { keepRollouts, keepDays }: JournalLimits,
  nowMs: number,
): Rollout[] {
  const newestFirst = rollouts.toSorted((one, other) => other.createdAtMs - one.createdAtMs)
  return newestFirst
    .slice(keepRollouts)
    .filter(({ finishedAtMs, openDebts }) => {
      return openDebts === 0 && finishedAtMs !== undefined && finishedAtMs < nowMs - keepDays * dayMs
    })
    .toReversed()
}
