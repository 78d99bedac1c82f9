import type { RolloutState } from '../domain/rollout-state'
import { projectRollout, type RolloutView } from '../domain/rollout-view'

/** One durable event, as the journal has it. */
export type ReportRow = {
  readonly seq: number
  /** UTC milliseconds. */
  readonly at: number
  readonly actor: string
  readonly kind: string
  readonly payload: Readonly<Record<string, unknown>>
}

/** Whether the journal is what was written. */
export type ReportVerdict =
  { readonly ok: true; readonly rows: number } | { readonly ok: false; readonly seq: number; readonly why: string }

export type ReportInput = {
  readonly state: RolloutState
  readonly rows: readonly ReportRow[]
  readonly verdict: ReportVerdict
  /** Of the report; UTC milliseconds. */
  readonly atMs: number
}

/** All that is told of one rollout. */
export type Report = {
  /** Of this form; a change that readers must know of counts it up. */
  readonly report: 1
  readonly writtenAtMs: number
  readonly reason?: string | undefined
  readonly isProtected: boolean
  /** Everybody who did something, in the order in which they first did. */
  readonly people: readonly string[]
  readonly integrity: ReportVerdict
  readonly rollout: RolloutView
  readonly events: readonly ReportRow[]
}

/** The actor of what the console does by itself is no person. */
const isPerson = (actor: string): boolean => actor !== 'console'

/** The report of a rollout, over or not. Pure. */
export function projectReport({ state, rows, verdict, atMs }: ReportInput): Report {
  const { reason, isProtected } = state.settings
  return {
    report: 1,
    writtenAtMs: atMs,
    reason,
    isProtected,
    people: [...new Set(rows.map(({ actor }) => actor).filter(isPerson))],
    integrity: verdict,
    rollout: projectRollout(state, atMs),
    events: rows,
  }
}

/** A name for the file: letters that every file system takes. Pure. */
export function reportFileName({ rollout }: Report, extension: string): string {
  const words = [rollout.app, rollout.version, rollout.environment, rollout.rollout].map((word) =>
    word.replace(/[^\p{L}\p{N}._-]+/gu, '-'),
  )
  return `${words.join('-').replace(/^[.-]+/, '')}.${extension}`
}
