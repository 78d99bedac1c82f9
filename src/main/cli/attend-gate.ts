import { waitingGate } from '../../shared/domain/rollout-state'
import { AppError } from '../../shared/errors/app-error'
import type { ConsoleClient } from '../ipc/console-client'
import type { Cli } from './cli'
import { endOf, isChecked, missingSignatures, whyShut, type FollowEnd } from './follow-end'
import type { JournalFeed } from './journal-feed'
import { signGate, type GivenAnswers } from './sign-gate'
import type { RolloutPrinter } from './views/rollout-printer'

/** What is at hand when a rollout waits at a gate. */
export type AtGate = {
  readonly cli: Cli
  readonly client: ConsoleClient
  readonly feed: JournalFeed
  readonly printer: RolloutPrinter
  /** The person has let go. */
  readonly signal: AbortSignal
}

/** What came of it: go on following (this rollout, or the one that rolls it back), or stop. */
export type Attendance =
  | { readonly kind: 'go-on' }
  | { readonly kind: 'follow-other'; readonly rollout: string }
  | { readonly kind: 'stop'; readonly end: FollowEnd }

/** Deals with a gate that waits. */
export type GateAttendant = (at: AtGate) => Promise<Attendance>

/** Most checks take less; a log that says what holds is worth so much time, and no more. */
const reportAfterMs = 5_000

/** Leaves the gate to a person, after waiting a little for its checks. */
export const reportGate: GateAttendant = async ({ feed, cli, signal }) => {
  const timeout = new AbortController()
  const stop = cli.every(reportAfterMs, () => timeout.abort())
  const gate = waitingGate(feed.state)?.id
  await feed.until(
    (state) => waitingGate(state)?.id !== gate || isChecked(state),
    AbortSignal.any([signal, timeout.signal]),
  )
  stop()
  if (waitingGate(feed.state)?.id !== gate) return { kind: 'go-on' }
  return { kind: 'stop', end: endOf(feed.state, cli.nowMs()) }
}

/** Signs every gate as `--yes` does; one that stays shut is left to a person, with the reason. */
export function signEveryGate(given: GivenAnswers): GateAttendant {
  return async (at) => {
    try {
      return await signNow(at, given, false)
    } catch (error) {
      const gate = waitingGate(at.feed.state)
      if (!(error instanceof AppError) || !isRuleOfGates(error)) throw error
      await at.feed.catchUp()
      // somebody else was quicker
      if (waitingGate(at.feed.state)?.id !== gate?.id) return { kind: 'go-on' }
      return { kind: 'stop', end: endOf(at.feed.state, at.cli.nowMs(), error.message) }
    }
  }
}

/** Signs the first gate with what was given, refusing what does not belong to it, and leaves the others to `then`. */
export function signFirstGate(given: GivenAnswers, then: GateAttendant): GateAttendant {
  let isFirst = true
  return (at) => {
    if (!isFirst) return then(at)
    isFirst = false
    return given.isYes ? signEveryGate(given)(at) : signNow(at, given, true)
  }
}

async function signNow(at: AtGate, given: GivenAnswers, isStrict: boolean): Promise<Attendance> {
  const gate = waitingGate(at.feed.state)
  const { seq } = await signGate(at.client, at.feed.state, given, isStrict)
  if (at.feed.seq < seq) await at.feed.catchUp()
  return signed(at, gate?.id)
}

/** After a signature: on through the open gate, or stop when it needs more of them. Pure but for the clock. */
export function signed({ feed, cli }: AtGate, gate: string | undefined): Attendance {
  const { state } = feed
  if (waitingGate(state)?.id !== gate) return { kind: 'go-on' }
  const missing = missingSignatures(state)
  const reason = `${missing} more sign-off${missing === 1 ? ' is' : 's are'} needed from someone else`
  return { kind: 'stop', end: endOf(state, cli.nowMs(), missing > 0 ? reason : whyShut(state, cli.nowMs())) }
}

const isRuleOfGates = ({ code }: AppError): boolean => code.startsWith('gate.') || code.startsWith('rollout.')
