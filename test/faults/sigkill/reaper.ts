import { setTimeout as delay } from 'node:timers/promises'
import type { CliResult, CliRun } from '../../helpers/built-cli'
import type { Random } from '../random'

/** From the start of the process until it has opened its data folder; added to the time line for each kill. */
const startMs = 350

/**
 * Decides when consoles die: at instants that are spread evenly over the time in which one is up, from the very first
 * millisecond of a process to the last one of the rollout, recoveries included.
 */
export class Reaper {
  /** Milliseconds of up-time at which the next ones die. */
  readonly #instants: number[]
  #upMs = 0
  #kills = 0

  constructor(random: Random, kills: number, expectedMs: number) {
    const wholeMs = expectedMs + kills * startMs
    this.#instants = Array.from({ length: kills }, () => random.next() * wholeMs).toSorted((a, b) => a - b)
  }

  get kills(): number {
    return this.#kills
  }

  /** How long consoles were up in all, less what they took to start again. */
  get workMs(): number {
    return Math.max(500, this.#upMs - this.#kills * startMs)
  }

  /**
   * Let a console live until it ends, or dies because its time has come. `until`: something else whose end is waited for
   * while the console stays up.
   */
  async watch(run: CliRun, until: Promise<unknown> = run.ended): Promise<'ended' | 'killed'> {
    const startedAtMs = performance.now()
    const dieAtMs = this.#instants[0]
    const cancelled = new AbortController()
    const over = Promise.race([run.ended, until]).then(() => 'ended' as const)
    const death =
      dieAtMs === undefined
        ? over
        : delay(Math.max(0, dieAtMs - this.#upMs), 'killed' as const, { signal: cancelled.signal }).catch(() => over)
    const outcome = await Promise.race([over, death])
    cancelled.abort()
    if (outcome === 'killed' && run.child.kill('SIGKILL')) {
      this.#instants.shift()
      this.#kills += 1
      await run.ended
    }
    this.#upMs += performance.now() - startedAtMs
    return outcome
  }
}

/** How a verb may end when its console is not killed. @throws Error for anything else */
export function assertAnswer({ exitCode, stdout, stderr }: CliResult, args: readonly string[]): void {
  if (exitCode === 0 || exitCode === 1 || exitCode === 3) return
  throw new Error(`lastmile ${args.join(' ')} ended with ${exitCode}: ${stderr.trim()}\n${stdout.slice(-1_000)}`)
}
