import { projectRollout } from '../../shared/domain/rollout-view'
import type { Handlers } from '../../shared/ipc/contract'
import { journalRowsAtOnce } from '../../shared/ipc/requests/rollout-requests'
import type { Clock } from '../ports/clock'
import type { JournalRow } from '../ports/journal'
import type { RolloutBook } from '../ports/rollouts'
import type { RolloutService } from '../rollout/rollout-service'

type ReviewRequests = 'rollout:list' | 'rollout:show' | 'rollout:events' | 'rollout:verify' | 'rollout:expected'

export type ReviewServices = {
  readonly rollouts: RolloutService
  readonly book: RolloutBook
  readonly clock: Clock
  /** Those after one and up to another. */
  readonly readRows: (rollout: string, afterSeq: number, toSeq: number) => readonly JournalRow[]
  readonly verify: (
    rollout: string,
  ) =>
    | { readonly ok: true; readonly rows: number; readonly lastHash: string; readonly prunedAtMs?: number }
    | { readonly ok: false; readonly seq: number; readonly why: string }
}

/** Requests that look at rollouts and change nothing. */
export function reviewHandlers(services: ReviewServices): Pick<Handlers, ReviewRequests> {
  const { rollouts, book, clock } = services
  return {
    'rollout:list': (filter) => book.list(filter).map((entry) => ({ ...entry })),
    'rollout:show': async ({ rollout }) => {
      const state = await rollouts.view(rollouts.find(rollout))
      return projectRollout(state, clock.nowMs(), await rollouts.expectedMs(state))
    },
    'rollout:expected': async ({ rollout }) => {
      const state = await rollouts.view(rollouts.find(rollout))
      return { totalMs: await rollouts.expectedMs(state), stepMs: (await rollouts.pace(state.settings)).stepMs }
    },
    'rollout:events': ({ rollout, afterSeq }) =>
      services
        .readRows(rollouts.find(rollout), afterSeq, afterSeq + journalRowsAtOnce)
        .map((row) => ({ ...row, payload: { ...row.payload } })),
    'rollout:verify': ({ rollout }) => {
      const id = rollouts.find(rollout)
      const { ok, ...verdict } = services.verify(id)
      return {
        rollout: id,
        ok,
        ...verdict,
      }
    },
  }
}
