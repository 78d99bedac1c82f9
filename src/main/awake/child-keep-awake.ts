import { spawn } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import type { AwakeHold, AwakeVerdict, KeepAwake } from '../ports/awake'
import { awakeCommand, type AwakeCommand } from './awake-command'

/** A tool that is refused ends at once; one that runs after this long holds. */
const settlesWithinMs = 1_000
/** What it says of its refusal goes into a sentence. */
const longestReason = 200

/** A service that was not there may be started; until then, no process is begun for nothing. */
const refusedForMs = 600_000

/** To begin a process blocks this one for as long as it takes to begin a whole batch, so the next batch takes it over. */
const lingersMs = 60_000

/** Keeps the machine awake by the tool of its system. */
export class ChildKeepAwake implements KeepAwake {
  readonly #command: AwakeCommand | undefined
  readonly #platform: string
  readonly #lingersMs: number
  #verdict: Promise<AwakeVerdict> | undefined
  #child: ReturnType<typeof start> | undefined
  /** When its tool last ended by itself at once: soon after it would be no better, and only block. */
  #refusedAtMs = -Infinity
  #holds = 0
  #ending: NodeJS.Timeout | undefined

  /** @param lingersMs how long the tool goes on when nobody holds any more, in milliseconds. */
  constructor(
    platform: NodeJS.Platform = process.platform,
    command = awakeCommand(platform),
    { lingersMs: lingers = lingersMs } = {},
  ) {
    this.#platform = platform
    this.#command = command
    this.#lingersMs = lingers
  }

  check(): Promise<AwakeVerdict> {
    this.#verdict ??= this.#try()
    return this.#verdict
  }

  /** The tool is begun in a turn of its own. */
  hold(): AwakeHold {
    this.#holds += 1
    clearTimeout(this.#ending)
    setImmediate(() => this.#begin())
    let isHeld = true
    const release = () => {
      if (isHeld) this.#letGo()
      isHeld = false
    }
    return { release }
  }

  #begin(): void {
    if (this.#holds === 0 || this.#child || !this.#command || this.#isRefused()) return
    const child = start(this.#command)
    const begunAtMs = performance.now()
    child?.once('close', () => {
      if (this.#child !== child) return
      this.#child = undefined
      const endedAtMs = performance.now()
      if (endedAtMs - begunAtMs >= settlesWithinMs) return
      this.#refusedAtMs = endedAtMs
      // whoever asks next is told what it says now
      this.#verdict = undefined
    })
    this.#child = child
  }

  #isRefused(): boolean {
    return performance.now() - this.#refusedAtMs < refusedForMs
  }

  #letGo(): void {
    this.#holds -= 1
    if (this.#holds > 0) return
    this.#ending = setTimeout(() => {
      this.#child?.stdin.end()
      this.#child = undefined
    }, this.#lingersMs).unref()
  }

  async #try(): Promise<AwakeVerdict> {
    if (!this.#command) return { isKept: false, because: 'no-tool', detail: this.#platform }
    const { file } = this.#command
    const child = start(this.#command)
    if (!child) return { isKept: false, because: 'refused', detail: 'no more files can be opened' }
    const ended = new Promise<AwakeVerdict>((resolve) => {
      let said = ''
      child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(0, longestReason)))
      child.once('error', () => resolve({ isKept: false, because: 'no-tool', detail: file }))
      child.once('close', (code) => {
        const detail = said.trim() || `${file} ended with ${code}`
        resolve({ isKept: false, because: 'refused', detail })
      })
    })
    const settled = new AbortController()
    const holds = delay(settlesWithinMs, undefined, { signal: settled.signal, ref: false }).then(
      (): AwakeVerdict => ({ isKept: true }),
      (): AwakeVerdict => ({ isKept: true }),
    )
    const verdict = await Promise.race([ended, holds])
    settled.abort()
    child.stdin.end()
    return verdict
  }
}

/**
 * The tool ends when its input does: when it is let go, and when this process is gone, by whatever means. Undefined when no more
 * files can be opened: then Node gives it no streams.
 */
function start({ file, args }: AwakeCommand) {
  const child = spawn(file, args, { stdio: ['pipe', 'ignore', 'pipe'] })
  // it may not be there, or may have ended: what could be done about that is to say so, which `check` does
  child.on('error', () => undefined)
  const { stdin }: { readonly stdin?: unknown } = child
  if (!stdin) return undefined
  child.stdin.on('error', () => undefined)
  child.unref()
  return child
}
