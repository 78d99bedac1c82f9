import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { TrafficReport } from './observe-traffic'

/** Where the truth about the traffic stands: a file for each host that serves, or a file with their names. */
export type TrafficPlace = { readonly kind: 'directory' | 'lines'; readonly path: string }

/** A drain lasts until the admit some hundred milliseconds later, so this is often enough to miss none. */
const usualEveryMs = 5

/** Looks at the traffic all the time, in a process of its own, and keeps what it saw. */
export class Observer {
  readonly #child: ChildProcess
  #longestGapMs = 0

  private constructor(child: ChildProcess) {
    this.#child = child
  }

  /** Resolves once it has looked for the first time. */
  static async start({ kind, path }: TrafficPlace, everyMs = usualEveryMs): Promise<Observer> {
    const script = fileURLToPath(new URL('./observe-traffic.ts', import.meta.url))
    // the flags of this process are not for it
    const child = fork(script, [kind, path, String(everyMs)], { execArgv: [], serialization: 'json' })
    const failed = once(child, 'exit').then(([code]) => {
      throw new Error(`the observer ended with ${code}`)
    })
    await Promise.race([once(child, 'message'), failed])
    return new Observer(child)
  }

  /** What it has seen so far. */
  async report(): Promise<TrafficReport> {
    const answered = once(this.#child, 'message')
    this.#child.send('report')
    const [report] = (await answered) as [TrafficReport]
    this.#longestGapMs = report.longestGapMs
    return report
  }

  /** Milliseconds between two looks, at most: until the last report, and once it is stopped, of its whole life. */
  get longestGapMs(): number {
    return this.#longestGapMs
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const ended = once(this.#child, 'exit')
    await Promise.race([this.report(), ended])
    this.#child.kill('SIGKILL')
    await ended
  }
}
