import { AppError } from '../../shared/errors/app-error'
import { invariant } from '../../shared/util/invariant'
import type { RolloutId } from '../../shared/domain/ids'
import { consoleActor, type CommandContext, type RolloutCommand } from '../../shared/domain/rollout-command'
import { decide } from '../../shared/domain/rollout-decide'
import { Fold } from '../../shared/domain/fold'
import { effectsOf, type RolloutEffect } from '../../shared/domain/rollout-effects'
import type { RecordedEvent } from '../../shared/domain/rollout-evolve'
import type { RolloutState } from '../../shared/domain/rollout-state'
import type { Clock } from '../ports/clock'
import type { RolloutAppend, RolloutStore } from '../ports/journal'

/** What an effect sees of the rollout it belongs to. */
export type RunHandle = {
  /** The state now, not the one in which the effect began. */
  readonly state: () => RolloutState
  /** Report; resolves when it is stored. */
  readonly tell: (command: RolloutCommand) => Promise<RolloutState>
  /** The effect was under way when the console ended: it may have begun on the host already. */
  readonly isRecovered: boolean
  /** Aborted when the effect is not due any more, or the console lets go. Remote steps go on. */
  readonly signal: AbortSignal
}

/** Performs effects. Every expected failure is reported as a result; a rejection is a bug. */
export interface EffectPerformer {
  perform(effect: RolloutEffect, run: RunHandle): Promise<void>
}

export type RunnerListener = (events: readonly NumberedEvent[], state: RolloutState) => void
export type NumberedEvent = RecordedEvent & { readonly seq: number }

type Waiting = {
  readonly command: RolloutCommand
  readonly context: CommandContext
  readonly together: readonly RolloutAppend[]
  readonly resolve: (state: RolloutState) => void
  readonly reject: (error: unknown) => void
}

/** What a turn's commands led to. */
type Decided = {
  readonly events: readonly RecordedEvent[]
  readonly state: RolloutState
  readonly accepted: readonly Waiting[]
}

/** A second: long enough for a full disk to be noticed, short enough not to hold a batch up. */
const storeRetryMs = 1_000

/** A step over SSH takes tens of milliseconds at least; one transaction per 20 ms is no hurry even for a thousand hosts. */
const longestWindowMs = 20
/** 25 hosts on their way make a millisecond: with fewer, every turn of the event loop has its own transaction. */
const hostsPerWindowMs = 25
/**
 * Commands decided in one turn of the event loop, with what follows from them. A host that is taken back makes several events of
 * one command: a hundred of those took 64 ms to store, and the window is held up for no more than 50.
 */
const mostAtOnce = 40
/** One object for all: a DOMException with its stack for each of many thousand steps that are over is not free. */
const calledOff = Object.assign(new Error('not due any more'), { name: 'AbortError' })

/**
 * Runs one rollout: takes commands, has them decided, stores the events, and only then starts the effects that are due.
 * One loop, no queue of work beside the state: after a crash the same journal starts the same effects.
 */
export class RolloutRunner {
  readonly rollout: RolloutId
  #state: RolloutState
  #seq: number
  readonly #store: RolloutStore
  readonly #performer: EffectPerformer
  readonly #clock: Clock
  readonly #inbox: Waiting[] = []
  readonly #running = new Map<string, AbortController>()
  readonly #listeners = new Set<RunnerListener>()
  readonly #stopping = new AbortController()
  #isScheduled = false
  #drainedAtMs = Number.NEGATIVE_INFINITY
  #isStoreDown = false
  /** Events are in the journal and not yet on disk: nothing is decided and nothing begun until they are. */
  #isStoring = false

  constructor(
    given: { readonly state: RolloutState; readonly seq: number },
    ports: { readonly store: RolloutStore; readonly performer: EffectPerformer; readonly clock: Clock },
  ) {
    this.rollout = given.state.settings.rollout
    this.#state = given.state
    this.#seq = given.seq
    this.#store = ports.store
    this.#performer = ports.performer
    this.#clock = ports.clock
  }

  get state(): RolloutState {
    return this.#state
  }

  get seq(): number {
    return this.#seq
  }

  /** Start what the state says is under way. `isRecovered`: this journal was left by a console that ended. */
  start(isRecovered: boolean): void {
    if (isRecovered) void this.tell({ kind: 'report-restart' }, consoleActor).catch(() => undefined)
    this.#syncEffects(isRecovered)
  }

  /** Hear of events once they are stored. Returns the way to stop listening. */
  onEvents(listener: RunnerListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /**
   * Give a command. Resolves with the state it led to, once its events are durable. `together`: events of other rollouts
   * that are stored in the same transaction, or not at all.
   * @throws AppError with the rule that refused it, `db.*` when the journal cannot be written, `rollout.detached`
   */
  tell(command: RolloutCommand, actor: string, together: readonly RolloutAppend[] = []): Promise<RolloutState> {
    if (this.#stopping.signal.aborted) return Promise.reject(detachedError(this.rollout))
    const context = { actor, atMs: this.#clock.nowMs() }
    return new Promise((resolve, reject) => {
      this.#inbox.push({ command, context, together, resolve, reject })
      this.#schedule()
    })
  }

  /** Resolves with the first state, this one or a later one, of which `holds` is true. */
  until(holds: (state: RolloutState) => boolean): Promise<RolloutState> {
    if (holds(this.#state)) return Promise.resolve(this.#state)
    return new Promise((resolve, reject) => {
      const stop = this.onEvents((_, state) => {
        if (holds(state)) finish(() => resolve(state))
      })
      const detached = () => finish(() => reject(detachedError(this.rollout)))
      const finish = (settle: () => void) => {
        stop()
        this.#stopping.signal.removeEventListener('abort', detached)
        settle()
      }
      this.#stopping.signal.addEventListener('abort', detached, { once: true })
    })
  }

  /** Stop performing. Remote steps go on by themselves and are found again from the journal. */
  dispose(): void {
    this.#stopping.abort()
    for (const controller of this.#running.values()) controller.abort()
    this.#running.clear()
    rejectAll(this.#inbox.splice(0), detachedError(this.rollout))
  }

  /**
   * What came in during this turn of the event loop is decided together and costs one transaction. With hundreds of hosts on
   * their way, results come faster than transactions are worth: then those of some milliseconds share one.
   */
  #schedule(): void {
    if (this.#isScheduled || this.#isStoring || this.#stopping.signal.aborted) return
    this.#isScheduled = true
    const drain = () => {
      this.#isScheduled = false
      if (this.#stopping.signal.aborted) return
      this.#drainInbox()
      this.#drainedAtMs = performance.now()
    }
    const windowMs = Math.min(longestWindowMs, Math.floor(this.#running.size / hostsPerWindowMs))
    const leftMs = windowMs === 0 ? 0 : this.#drainedAtMs + windowMs - performance.now()
    if (leftMs < 1) setImmediate(drain)
    else setTimeout(drain, leftMs)
  }

  #drainInbox(): void {
    const batch = this.#takeBatch()
    let decided = this.#decideAll(batch)
    for (; decided.spoiledBy; decided = this.#decideAll(batch)) {
      // a bug in the rules: that report is told so and left out, the others are decided anew
      const { waiting, error } = decided.spoiledBy
      batch.splice(batch.indexOf(waiting), 1)
      waiting.reject(error)
    }
    this.#commit(decided)
    this.#goOn()
  }

  #goOn(): void {
    if (this.#inbox.length > 0 && !this.#isStoreDown) this.#schedule()
  }

  /** What waits, up to a limit; what is to be stored with another rollout comes alone, so that its failure is no other's. */
  #takeBatch(): Waiting[] {
    const alone = this.#inbox.findIndex(({ together }) => together.length > 0)
    return this.#inbox.splice(0, alone < 0 ? mostAtOnce : Math.max(1, Math.min(alone, mostAtOnce)))
  }

  #decideAll(batch: Waiting[]) {
    const events: RecordedEvent[] = []
    const accepted: Waiting[] = []
    const fold = new Fold()
    let state = this.#state
    for (const waiting of [...batch]) {
      const { command, context } = waiting
      try {
        const decision = decide(state, command, context, command.kind === 'step-result' ? fold : undefined)
        if (decision.kind === 'refused') {
          waiting.reject(new AppError(decision.code, { details: decision.details }))
          batch.splice(batch.indexOf(waiting), 1)
          continue
        }
        for (const event of decision.events) events.push({ event, ...context })
        state = decision.state
        accepted.push(waiting)
      } catch (error) {
        return { events, state, accepted, spoiledBy: { waiting, error } }
      }
    }
    return { events, state, accepted, spoiledBy: undefined }
  }

  #commit(decided: Decided): void {
    if (decided.events.length === 0) return this.#publish(decided)
    try {
      this.#append(decided)
    } catch (error) {
      return this.#keepForLater(decided.accepted, error)
    }
    const onDisk = this.#store.onDisk()
    if (!onDisk) return this.#publish(decided)
    this.#isStoring = true
    const stored = () => {
      this.#isStoring = false
      this.#publish(decided)
      this.#goOn()
    }
    // gives up only when the console ends: the next one finds the events or does not, and nothing was begun by them
    onDisk.then(stored, () => rejectAll(decided.accepted, detachedError(this.rollout)))
  }

  /** What was decided is stored: it is the state from now on, and what follows from it may begin. */
  #publish({ events, state, accepted }: Decided): void {
    const isStopped = this.#stopping.signal.aborted
    const first = this.#seq + 1
    this.#seq += events.length
    this.#state = state
    const numbered = events.map((event, i) => ({ ...event, seq: first + i }))
    if (numbered.length > 0 && !isStopped) for (const listener of this.#listeners) listener(numbered, state)
    for (const { resolve } of accepted) resolve(state)
    if (!isStopped) this.#syncEffects(false)
  }

  #append({ events, accepted }: Decided): void {
    const together = accepted.flatMap((waiting) => waiting.together)
    if (together.length === 0) return this.#store.append(this.rollout, this.#seq, events)
    this.#store.appendAll([{ rollout: this.rollout, expectedSeq: this.#seq, events }, ...together])
  }

  /** The journal cannot be written: people are told at once, results of steps are kept and offered again. */
  #keepForLater(accepted: readonly Waiting[], error: unknown): void {
    const isReport = ({ context }: Waiting) => context.actor === consoleActor
    for (const waiting of accepted) if (!isReport(waiting)) waiting.reject(error)
    this.#inbox.unshift(...accepted.filter(isReport))
    if (this.#isStoreDown || this.#inbox.length === 0) return
    this.#isStoreDown = true
    const retry = () => {
      this.#isStoreDown = false
      this.#schedule()
    }
    this.#clock.sleepUntil(this.#clock.nowMs() + storeRetryMs, this.#stopping.signal).then(retry, () => undefined)
  }

  #syncEffects(isRecovered: boolean): void {
    const due = new Map(effectsOf(this.#state).map((effect) => [effect.key, effect]))
    for (const [key, controller] of this.#running) {
      if (due.has(key)) continue
      controller.abort(calledOff)
      this.#running.delete(key)
    }
    for (const [key, effect] of due) {
      if (!this.#running.has(key)) this.#perform(effect, isRecovered)
    }
  }

  #perform(effect: RolloutEffect, isRecovered: boolean): void {
    invariant(!this.#running.has(effect.key), `${effect.key} is under way already`)
    const controller = new AbortController()
    this.#running.set(effect.key, controller)
    this.#performer
      .perform(effect, {
        state: () => this.#state,
        tell: (command) => this.tell(command, consoleActor),
        isRecovered,
        signal: controller.signal,
      })
      .catch((error: unknown) => {
        if (!controller.signal.aborted) this.#reportBug(effect, error)
      })
  }

  /** The performer turns every expected failure into a result, so this is a bug; a person must see it, not a hang. */
  #reportBug(effect: RolloutEffect, error: unknown): void {
    const reason = `A bug in Lastmile while performing ${effect.key}: ${error instanceof Error ? error.message : String(error)}`
    void this.tell({ kind: 'brake', cause: 'console', reason }, consoleActor).catch(() => undefined)
    if (effect.kind !== 'run-step') return
    const { host, step, attempt } = effect
    const result = { outcome: 'failed', durationMs: 0, code: 'internal.bug', reason, isFinal: true } as const
    void this.tell({ kind: 'step-result', host, step, attempt, result }, consoleActor).catch(() => undefined)
  }
}

function rejectAll(waiting: readonly Waiting[], error: AppError): void {
  for (const { reject } of waiting) reject(error)
}

/** The console that ran a rollout lets go of it. */
export const detachedError = (rollout: RolloutId) => new AppError('rollout.detached', { details: { rollout } })
