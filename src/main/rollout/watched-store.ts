import type { RolloutId } from '../../shared/domain/ids'
import type { RecordedEvent } from '../../shared/domain/rollout-evolve'
import { AppError } from '../../shared/errors/app-error'
import type { Clock } from '../ports/clock'
import type { JournalPulse, RolloutAppend, RolloutStore } from '../ports/journal'
import type { TroubleBook } from '../ports/troubles'

type Ports = {
  readonly store: RolloutStore
  readonly pulse: JournalPulse
  readonly troubles: TroubleBook
  readonly clock: Clock
}

/** Often enough that a person who has made room sees it at once; each try costs two small transactions. */
const probeEveryMs = 2_000
/** Refusals of a rule, or of a journal that is not the expected one: the store itself is well. */
const wellCodes = /^(rollout|release|gate)\./

/**
 * A journal that tells when it cannot be written, and when it can again. While it cannot, it is tried every two seconds:
 * nobody may be giving commands, and the trouble must not outlive its cause in sight.
 */
export class WatchedStore implements RolloutStore {
  readonly #ports: Ports
  readonly #ending = new AbortController()
  #probing: AbortController | undefined

  constructor(ports: Ports) {
    this.#ports = ports
  }

  append(rollout: RolloutId, expectedSeq: number, events: readonly RecordedEvent[]): void {
    this.#watch(() => this.#ports.store.append(rollout, expectedSeq, events))
  }

  appendAll(entries: readonly RolloutAppend[]): void {
    this.#watch(() => this.#ports.store.appendAll(entries))
  }

  /** Rejects only when this is disposed: until the disk takes it, nobody may act on what was appended. */
  onDisk(): Promise<void> | undefined {
    const waiting = this.#ports.store.onDisk()
    return waiting && this.#waitFor(waiting)
  }

  read(rollout: RolloutId, fromSeq?: number, toSeq?: number): readonly RecordedEvent[] {
    return this.#ports.store.read(rollout, fromSeq, toSeq)
  }

  dispose(): void {
    this.#ending.abort()
    this.#probing?.abort()
  }

  async #waitFor(first: Promise<void>): Promise<void> {
    const { clock, store } = this.#ports
    for (let waiting: Promise<void> | undefined = first; waiting; waiting = store.onDisk()) {
      try {
        return await waiting
      } catch (error) {
        if (error instanceof AppError) this.#beDown(error)
        await clock.sleepUntil(clock.nowMs() + probeEveryMs, this.#ending.signal)
      }
    }
  }

  #watch(write: () => void): void {
    try {
      write()
    } catch (error) {
      if (error instanceof AppError && !wellCodes.test(error.code)) this.#beDown(error)
      throw error
    }
    this.#beWell()
  }

  #beDown(error: AppError): void {
    const { pulse, troubles } = this.#ports
    troubles.report('journal', error)
    if (this.#probing) return
    this.#probing = new AbortController()
    // what waits for a lock waits with the whole console
    pulse.hurry(true)
    void this.#probe(this.#probing.signal)
  }

  #beWell(): void {
    if (!this.#probing) return
    this.#probing.abort()
    this.#probing = undefined
    this.#ports.pulse.hurry(false)
    this.#ports.troubles.clear('journal')
  }

  async #probe(signal: AbortSignal): Promise<void> {
    const { clock, pulse, troubles } = this.#ports
    while (!signal.aborted) {
      await clock.sleepUntil(clock.nowMs() + probeEveryMs, signal).catch(() => undefined)
      if (signal.aborted) return
      try {
        pulse.probe()
        return this.#beWell()
      } catch (error) {
        if (error instanceof AppError) troubles.report('journal', error)
      }
    }
  }
}
