import { setTimeout as delay } from 'node:timers/promises'
import { Random } from './random'
import { openDemoStage, type DemoStageOptions } from './stage/demo-stage'
import { Program } from './stage/program'
import { Stage } from './stage/stage'
import type { StageOptions } from './stage/stage-spec'

export type LabOptions = {
  readonly seed: number
  readonly isShort: boolean
  /** How many kills `console.sigkill` is asked for; undefined: its own choice. */
  readonly kills?: number | undefined
  /** The program under test. */
  readonly programFile: string
  readonly say: (text: string) => void
}

/** Waiting for something that is true takes this long at most, unless told otherwise. */
const patienceMs = 30_000
const lookEveryMs = 15

/** What a kind of fault has to work with. Whatever it opened is closed when its run is over, the last one first. */
export class Lab {
  readonly random: Random
  readonly isShort: boolean
  readonly kills: number | undefined
  /** Aborted when the kind has used up its time. */
  readonly signal: AbortSignal
  readonly programFile: string
  readonly #say: (text: string) => void
  readonly #stages: Stage[] = []
  readonly #cleanups: (() => unknown)[] = []
  readonly #stopping = new AbortController()
  #longestGapMs: number | undefined

  constructor({ seed, isShort, kills, programFile, say }: LabOptions) {
    this.random = new Random(seed)
    this.isShort = isShort
    this.kills = kills
    this.programFile = programFile
    this.signal = this.#stopping.signal
    this.#say = say
  }

  /** Tell how far it is: shown while it runs. */
  say(text: string): void {
    this.#say(text)
  }

  /** An observer has stopped that looked at the traffic this seldom, at the worst. */
  noteGap(gapMs: number): void {
    this.#longestGapMs = Math.max(this.#longestGapMs ?? 0, gapMs)
  }

  /** The worst of all observers that have stopped; undefined when there was none. */
  get longestGapMs(): number | undefined {
    return this.#longestGapMs
  }

  /** Have this done when the kind is over, however it ends. */
  onCleanup(cleanup: () => unknown): void {
    this.#cleanups.push(cleanup)
  }

  /** Hosts behind a real sshd, a data folder that knows them, and an observer. */
  async stage(options: StageOptions = {}): Promise<Stage> {
    const stage = await Stage.open(this, options)
    this.#stages.push(stage)
    this.onCleanup(() => stage.close())
    return stage
  }

  /** The embedded fleet with its traffic switch, under load, in a data folder of its own. */
  demo(options: DemoStageOptions = {}): ReturnType<typeof openDemoStage> {
    return openDemoStage(this, options)
  }

  /** The built program on a data folder; `env` is put over the environment of this process. */
  program(dataFolder: string, env: Readonly<Record<string, string>> = {}): Program {
    const program = new Program(this.programFile, dataFolder, env)
    this.onCleanup(() => program.close())
    return program
  }

  /** Wait until something holds, and give what it held with. `what` is told when it never does. */
  async until<T>(
    what: string,
    look: () => T | Promise<T>,
    limitMs = patienceMs,
  ): Promise<Exclude<T, undefined | false | null>> {
    const endAtMs = performance.now() + limitMs
    for (;;) {
      this.signal.throwIfAborted()
      const seen = await look()
      if (seen !== undefined && seen !== false && seen !== null) return seen as Exclude<T, undefined | false | null>
      if (performance.now() > endAtMs) throw new Error(`not within ${limitMs / 1_000} s: ${what}`)
      await delay(lookEveryMs)
    }
  }

  /** Keep what tells how the stages that are still open came to where they are; returns the places. Never throws. */
  keepEvidence(): string[] {
    return this.#stages.flatMap((stage) => {
      try {
        return stage.isOpen ? [stage.keepEvidence()] : []
      } catch {
        return []
      }
    })
  }

  /** End waiting, and close everything. Never rejects; says what could not be closed. */
  async close(): Promise<string[]> {
    this.#stopping.abort(new Error('the kind is over'))
    const problems: string[] = []
    for (const cleanup of this.#cleanups.splice(0).toReversed()) {
      try {
        await cleanup()
      } catch (error) {
        problems.push(error instanceof Error ? error.message : String(error))
      }
    }
    return problems
  }
}
