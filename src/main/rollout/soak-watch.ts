import type { SoakWatch as Watched } from '../../shared/domain/rollout-event'
import type { RolloutEffect } from '../../shared/domain/rollout-effects'
import { hostsOfBatch } from '../../shared/domain/rollout-state'
import type { Clock } from '../ports/clock'
import type { GateChecker } from './gate-checker'
import type { RunHandle } from './runner'
import { findJump, momentOf } from './time-gap'

type Ports = { readonly clock: Clock; readonly checker: Pick<GateChecker, 'probe'> }
export type WaitEffect = Extract<RolloutEffect, { kind: 'wait' }>

/** A soak is watched some ten times, but neither more often than every 2 s nor less often than every 15 s. */
const watchesPerSoak = 10
const shortestWatchMs = 2_000
const longestWatchMs = 15_000
/** One bad answer may be a dropped packet; three in a row are the release. */
const badWatchesToAlarm = 3
const watchTimeoutMs = 10_000

/** What is left of a wait; a clock that was set back makes it no longer than a whole one. Pure. */
export const leftOf = ({ untilMs, durationMs }: WaitEffect, nowMs: number): number =>
  Math.min(durationMs, Math.max(0, untilMs - nowMs))

/**
 * Looks at the hosts that soak, again and again, until the soak is over, and pulls the brake when one of them stays bad.
 *
 * Time in which nobody could look (the machine slept, no console was there, the clock was set forward) passes, but after it
 * the hosts are looked at as often as an alarm needs before the soak is over, however late it is.
 */
export class SoakWatch {
  readonly #ports: Ports
  readonly #effect: WaitEffect
  readonly #run: RunHandle
  readonly #badLooks = new Map<string, number>()
  #looks = 0
  #unwatchedMs = 0
  #looksNeeded: number

  constructor(ports: Ports, effect: WaitEffect, run: RunHandle) {
    this.#ports = ports
    this.#effect = effect
    this.#run = run
    // nobody has looked since the console before this one ended
    this.#looksNeeded = run.isRecovered ? badWatchesToAlarm : 1
  }

  /** Resolves when the soak is over; undefined when it is not due any more. */
  async watch(): Promise<Watched | undefined> {
    const { clock } = this.#ports
    const { signal } = this.#run
    const leftMs = leftOf(this.#effect, clock.nowMs())
    const everyMs = Math.min(longestWatchMs, Math.max(shortestWatchMs, leftMs / watchesPerSoak))
    const endMs = clock.elapsedMs() + leftMs
    for (;;) {
      const restMs = endMs - clock.elapsedMs()
      if (restMs <= 0 && this.#looksNeeded <= 0) return { looks: this.#looks, unwatchedMs: this.#unwatchedMs }
      const isOverdueAtStart = leftMs === 0 && this.#looks === 0
      if (!isOverdueAtStart) await this.#pause(restMs > 0 ? Math.min(everyMs, restMs) : everyMs)
      if (signal.aborted) return undefined
      await this.#look()
      if (signal.aborted) return undefined
    }
  }

  async #pause(forMs: number): Promise<void> {
    const { clock } = this.#ports
    const before = momentOf(clock)
    await clock.sleepUntil(before.nowMs + forMs, this.#run.signal).catch(() => undefined)
    const jump = findJump(before, momentOf(clock), forMs)
    if (!jump || jump.cause === 'back') return
    this.#unwatchedMs += jump.byMs
    this.#looksNeeded = badWatchesToAlarm
  }

  async #look(): Promise<void> {
    const { checker } = this.#ports
    const { state, tell, signal } = this.#run
    const hosts = hostsOfBatch(state(), this.#effect.batch).filter(({ status }) => status === 'succeeded')
    const looks = await Promise.all(
      hosts.map(async ({ name }) => {
        const problem = await checker.probe(state(), name, watchTimeoutMs).catch((error: unknown) => String(error))
        return { name, problem }
      }),
    )
    this.#looks += 1
    this.#looksNeeded -= 1
    for (const { name, problem } of looks) {
      const badLooks = problem === undefined ? 0 : (this.#badLooks.get(name) ?? 0) + 1
      this.#badLooks.set(name, badLooks)
      if (badLooks < badWatchesToAlarm || signal.aborted) continue
      await tell({ kind: 'brake', cause: 'soak', reason: `${name} went bad while soaking: ${problem}` })
      // somebody may go on from this before the time is up; the rest of it is watched as well
      this.#badLooks.clear()
      return
    }
  }
}
