import { z } from 'zod'
import type { RolloutId } from '../../../shared/domain/ids'
import type { RolloutType } from '../../../shared/domain/rollout-settings'
import type { ReadableDb } from '../handles'
import { parseJsonColumn } from '../json-column'
import { allRows } from '../query'

/** What one rollout did to a host. */
export type HostDeed = {
  readonly rollout: RolloutId
  readonly version: string
  readonly type: RolloutType
  readonly startedBy: string
  readonly atMs: number
  readonly outcome: 'succeeded' | 'failed' | 'skipped' | 'excluded' | 'returned'
  /** What it runs since. */
  readonly versionAfter?: string | undefined
  readonly step?: string | undefined
  readonly reason?: string | undefined
}

const outcomes = {
  'host-finished': 'succeeded',
  'host-failed': 'failed',
  'host-skipped': 'skipped',
  'host-excluded': 'excluded',
  'host-returned': 'returned',
} as const

type DeedRow = Omit<HostDeed, 'outcome'> & { readonly kind: keyof typeof outcomes; readonly payload: string }

const payloadShape = z.looseObject({
  version: z.string().optional(),
  step: z.string().optional(),
  reason: z.string().optional(),
})

/** A host that was released to every day for a year. */
const mostDeeds = 500

/** What rollouts did to one host, newest first. */
export function listHostDeeds(db: ReadableDb, app: string, environment: string, host: string): HostDeed[] {
  // the kinds are written as the index has them, or it would not be used
  const sql = `SELECT j.rollout, j.at_ms AS atMs, j.kind, j.payload, r.version, r.kind AS type, r.started_by AS startedBy
               FROM journal j JOIN rollouts r ON r.id = j.rollout
               WHERE j.payload ->> 'host' = @host
                 AND j.kind IN ('host-finished', 'host-failed', 'host-skipped', 'host-excluded', 'host-returned')
                 AND r.app = @app AND r.environment = @environment
               ORDER BY j.at_ms DESC LIMIT @limit`
  const rows = allRows<DeedRow>(db, sql, { host, app, environment, limit: mostDeeds })
  return rows.map(({ kind, payload, ...row }) => {
    const { version: versionAfter, step, reason } = parseJsonColumn('journal', payload, payloadShape)
    return { ...row, outcome: outcomes[kind], versionAfter, step, reason }
  })
}
