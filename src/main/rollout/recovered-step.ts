import type { StepResult } from '../../shared/domain/rollout-command'
import type { RolloutEffect } from '../../shared/domain/rollout-effects'
import type { StepFinding } from '../../shared/domain/rollout-event'
import type { Clock } from '../ports/clock'
import type { StepStart } from '../ports/shell'
import type { RunHandle } from './runner'

type RunStep = Extract<RolloutEffect, { kind: 'run-step' }>

/** What ended while nobody was there sends its end along with its start; after this it is said to run still. */
const endsTogetherMs = 500

/** Tells what is found of a step that was under way when the console before this one ended. */
export class RecoveredStep {
  readonly #effect: RunStep
  readonly #run: RunHandle
  readonly #clock: Clock
  readonly #over = new AbortController()
  /** It was there already, and nothing was told of that yet. */
  #isJoined = false

  constructor(effect: RunStep, run: RunHandle, clock: Clock) {
    this.#effect = effect
    this.#run = run
    this.#clock = clock
  }

  /** The host does not answer. */
  tellUnreachable(reason: string): void {
    this.#tell({ kind: 'unreachable', reason })
  }

  readonly onStart = ({ isJoined, ageMs }: StepStart): void => {
    if (!isJoined) return this.#tell({ kind: 'never-started' })
    this.#isJoined = true
    const untilMs = this.#clock.nowMs() + endsTogetherMs
    const tellRunning = () => {
      this.#isJoined = false
      this.#tell({ kind: 'running', runningForMs: Math.round(ageMs) + endsTogetherMs })
    }
    this.#clock.sleepUntil(untilMs, this.#over.signal).then(tellRunning, () => undefined)
  }

  /** The step has ended; one that was said to run still needs no other word. */
  tellEnd({ exitCode, logBytes = 0, withheld }: StepResult): void {
    const known = { ...(exitCode === undefined ? {} : { exitCode }), ...(withheld === undefined ? {} : { withheld }) }
    if (this.#isJoined) this.#tell({ kind: 'finished', logBytes, ...known })
    this.dispose()
  }

  /** Nothing more is told. */
  dispose(): void {
    this.#over.abort()
  }

  #tell(found: StepFinding): void {
    if (this.#run.signal.aborted) return
    const { host, step, attempt } = this.#effect
    void this.#run.tell({ kind: 'report-found', host, step, attempt, found }).catch(() => undefined)
  }
}
