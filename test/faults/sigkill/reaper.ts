import { setTimeout as delay } from 'node:timers/promises'
import type { CliResult, CliRun } from '../../helpers/built-cli'
import type { Random } from '../random'

/** How long things take on this machine now, in milliseconds of a console that is up. */
export type Pace = {
  /** From the start of a process to its first output: it has opened its data folder, and planned or taken up. */
  readonly startMs: number
  /** Of a whole rollout, after that. */
  readonly workMs: number
}

/** Of the kills, those that come before the first output of a process; starts are short, and things begin there. */
const shareInStarts = 0.25

/** About as long as it takes to give a host back, from the moment on at which that begins there. */
const settlingMs = 1_500

/** Where a kill falls: so far through a start, or at a moment of the rollout's work. */
type Kill = { readonly phase: 'start'; readonly fraction: number } | { readonly phase: 'work'; readonly atMs: number }

/**
 * Decides when consoles die: some while they start, plan or take up, the others at instants that are spread evenly over the
 * time the rollout works. Each life ends with the next one that was drawn.
 */
export class Reaper {
  readonly #kills: Kill[]
  /** Each so many milliseconds after a debt has begun to be settled. */
  readonly #inSettling: number[]
  readonly #pace: Pace
  readonly #startsMs: number[] = []
  /** Goes on while a console is up and has begun to work. */
  #workMs = 0
  #deaths = 0

  /** `settlingKills` come on top of `kills`. */
  constructor(random: Random, { kills, settlingKills }: KillCounts, pace: Pace) {
    this.#pace = pace
    this.#inSettling = Array.from({ length: settlingKills }, () => random.next() * settlingMs)
    const isStart = Array.from({ length: kills }, () => random.next() < shareInStarts)
    const workMs = isStart.filter((is) => !is).map(() => random.next() * pace.workMs)
    workMs.sort((a, b) => a - b)
    this.#kills = isStart.map((is) =>
      is ? { phase: 'start', fraction: random.next() } : { phase: 'work', atMs: workMs.shift() ?? 0 },
    )
  }

  /** How many have died. */
  get deaths(): number {
    return this.#deaths
  }

  /** What was measured; a rollout without a whole start tells nothing of starts. */
  paceAfter(): Pace {
    const starts = this.#startsMs
    const startMs = starts.length === 0 ? this.#pace.startMs : starts.reduce((sum, ms) => sum + ms, 0) / starts.length
    return { startMs, workMs: Math.max(500, this.#workMs) }
  }

  /**
   * Let a console live until it ends, or dies because its time has come. `until`: something else whose end is waited for
   * while the console stays up. `isStarting`: it was started just now. `isQuiet`: it says nothing until it is done, so it is
   * taken to be up after the usual time. `settling`: a debt is to be settled meanwhile; resolves when that has begun on its host.
   */
  async watch(run: CliRun, options: WatchOptions = {}): Promise<'ended' | 'killed'> {
    const { until = run.ended, isStarting = true, isQuiet = false, settling } = options
    const over = Promise.race([run.ended, until]).then(() => 'ended' as const)
    if (settling && this.#inSettling.length > 0) {
      await Promise.race([settling, over])
      const outcome = await this.#race(run, over, this.#inSettling[0], this.#inSettling)
      if (outcome === 'ended') this.#inSettling.shift()
      return outcome
    }
    if (isStarting) {
      const next = this.#kills[0]
      const startedAtMs = performance.now()
      const word = isQuiet ? delay(this.#pace.startMs) : run.line(() => true)
      const first = word.then(
        () => 'ended' as const,
        () => over,
      )
      const dieInMs = next?.phase === 'start' ? next.fraction * this.#pace.startMs : undefined
      if ((await this.#race(run, Promise.race([first, over]), dieInMs)) === 'killed') return 'killed'
      if (!isQuiet) this.#startsMs.push(performance.now() - startedAtMs)
    }
    const next = this.#kills[0]
    // it was up sooner than expected: then it dies at its first word
    const dieAtMs = next?.phase === 'start' && isStarting ? 0 : next?.phase === 'work' ? next.atMs : undefined
    const sinceMs = performance.now()
    const outcome = await this.#race(run, over, dieAtMs === undefined ? undefined : dieAtMs - this.#workMs)
    this.#workMs += performance.now() - sinceMs
    return outcome
  }

  /** `kills`: those of which the first one is due then. */
  async #race(
    run: CliRun,
    over: Promise<'ended'>,
    dieInMs: number | undefined,
    kills: unknown[] = this.#kills,
  ): Promise<'ended' | 'killed'> {
    const cancelled = new AbortController()
    const { signal } = cancelled
    const inMs = Math.max(0, dieInMs ?? 0)
    const death = dieInMs === undefined ? over : delay(inMs, 'killed' as const, { signal }).catch(() => over)
    const outcome = await Promise.race([over, death])
    cancelled.abort()
    if (outcome === 'ended' || !run.child.kill('SIGKILL')) return 'ended'
    kills.shift()
    this.#deaths += 1
    await run.ended
    return 'killed'
  }
}

export type KillCounts = { readonly kills: number; readonly settlingKills: number }
type WatchOptions = {
  readonly until?: Promise<unknown>
  readonly isStarting?: boolean
  readonly isQuiet?: boolean
  readonly settling?: Promise<unknown> | undefined
}

/** How a verb may end when its console is not killed. @throws Error for anything else */
export function assertAnswer({ exitCode, stdout, stderr }: CliResult, args: readonly string[]): void {
  if (exitCode === 0 || exitCode === 1 || exitCode === 3) return
  // the console that stays found the end of a try that was interrupted, and settled the last debt itself meanwhile
  if (args[0] === 'debts' && exitCode === 2 && stderr.includes('No open undo debt')) return
  throw new Error(`lastmile ${args.join(' ')} ended with ${exitCode}: ${stderr.trim()}\n${stdout.slice(-1_000)}`)
}
