import { buildRestCommand, buildStepCommand, buildTailCommand, type StepCommand } from '../commands/agent-script'
import type { AgentSession, ExchangeHandler } from './agent-session'

/** The agent sends this much of the end of the log with the exit; a log below it is complete without another round trip. */
const INLINE_BYTES = 4096
/** A step that lasts longer gets a `tail`, which costs its host two process starts; sooner nobody reads anyway. */
const TAIL_AFTER_MS = 200
/** Old shells can lose the signal between two waits, so it is repeated until the agent says that it follows. */
const TAIL_AGAIN_MS = 250

export type StepRequest = StepCommand & {
  readonly onBytes: (bytes: Buffer) => void | Promise<void>
  /** The attempt is known to have been started, by the try of that key. `ageMs`: how long ago, by the clock of the host. */
  readonly onStart: (start: { readonly startedBy: string; readonly ageMs: number }) => void
}
export type StepEnd = {
  /** Null: it ended without an exit code, or a join found no attempt. */
  readonly exitCode: number | null
  /** The key of the try that started it; `-` when nobody did. */
  readonly startedBy: string
  /** By the clock of the host; null when it does not know. */
  readonly durationMs: number | null
  readonly logBytes: number
  readonly result: Readonly<Record<string, string>>
}
type EndFields = Pick<StepEnd, 'exitCode' | 'startedBy' | 'durationMs'>

/** Start or join one attempt in a session and follow it to its end. @throws AppError `remote.*`, `ssh.*` */
export async function followStep(
  session: AgentSession,
  request: StepRequest,
  signal: AbortSignal | undefined,
): Promise<StepEnd> {
  const follower = new StepFollower(session, request)
  try {
    const end = await session.exchange(buildStepCommand(request), follower, signal)
    return await follower.complete(end, signal)
  } finally {
    follower.stopTimer()
  }
}

/** Sorts the answer of `lm_step` into log, end of log, result and exit, counting the log bytes. */
class StepFollower implements ExchangeHandler<EndFields> {
  readonly #session: AgentSession
  readonly #request: StepRequest
  #part: 'log' | 'last' | 'result' = 'log'
  #offset: number
  readonly #last: Buffer[] = []
  readonly #result: Buffer[] = []
  #timer: NodeJS.Timeout | undefined

  constructor(session: AgentSession, request: StepRequest) {
    this.#session = session
    this.#request = request
    this.#offset = request.offset
  }

  onBytes(bytes: Buffer): void | Promise<void> {
    if (this.#part === 'log') return this.#deliver(bytes)
    const chunks = this.#part === 'last' ? this.#last : this.#result
    chunks.push(bytes)
  }

  onMark(name: string, fields: readonly string[]): { readonly value: EndFields } | undefined {
    if (name === 'start') this.#onStart(fields)
    else this.stopTimer()
    if (name === 'last' || name === 'result') this.#part = name
    return name === 'end' ? { value: parseEnd(fields) } : undefined
  }

  stopTimer(): void {
    clearTimeout(this.#timer)
  }

  /** Deliver what the live stream had not: from the inline end when that is the whole log, else with one more request. */
  async complete(end: EndFields, signal: AbortSignal | undefined): Promise<StepEnd> {
    const last = Buffer.concat(this.#last)
    const result = parseResult(Buffer.concat(this.#result))
    if (last.length < INLINE_BYTES) {
      if (last.length > this.#offset) await this.#deliver(last.subarray(this.#offset))
      return { ...end, logBytes: last.length, result }
    }
    const rest = new RestReader((bytes) => this.#deliver(bytes))
    const command = buildRestCommand(this.#request.runDir, this.#offset)
    return { ...end, logBytes: await this.#session.exchange(command, rest, signal), result }
  }

  #deliver(bytes: Buffer): void | Promise<void> {
    this.#offset += bytes.length
    return this.#request.onBytes(bytes)
  }

  #onStart(fields: readonly string[]): void {
    const [startedBy = '-', startedAt = '0', now = '0'] = fields
    const askForTail = (): void => {
      this.#session.nudge(buildTailCommand())
      this.#timer = setTimeout(askForTail, TAIL_AGAIN_MS)
    }
    this.#timer = setTimeout(askForTail, TAIL_AFTER_MS)
    this.#request.onStart({ startedBy, ageMs: Math.max(0, secondsToMs(now) - secondsToMs(startedAt)) })
  }
}

/** The answer of `lm_rest`: the size of the log, then its bytes. */
class RestReader implements ExchangeHandler<number> {
  readonly onBytes: (bytes: Buffer) => void | Promise<void>
  #sizeBytes = 0

  constructor(onBytes: (bytes: Buffer) => void | Promise<void>) {
    this.onBytes = onBytes
  }

  onMark(name: string, fields: readonly string[]): { readonly value: number } | undefined {
    if (name === 'size') this.#sizeBytes = Number(fields[0])
    return name === 'end' ? { value: this.#sizeBytes } : undefined
  }
}

function parseEnd([code = '-', startedBy = '-', startedAt = '0', endedAt = '0']: readonly string[]): EndFields {
  const isTimed = secondsToMs(startedAt) > 0 && secondsToMs(endedAt) > 0
  return {
    exitCode: /^\d+$/.test(code) ? Number(code) : null,
    startedBy,
    durationMs: isTimed ? Math.max(0, secondsToMs(endedAt) - secondsToMs(startedAt)) : null,
  }
}

/** `key=value` lines; a line without `=` is ignored, the last one wins. A last line that was cut off at 4 KiB is dropped. */
function parseResult(bytes: Buffer): Record<string, string> {
  const lines = bytes.toString('utf8').split('\n')
  if (bytes.length >= INLINE_BYTES) lines.pop()
  return Object.fromEntries(
    lines.flatMap((line) => {
      const at = line.indexOf('=')
      return at > 0 ? [[line.slice(0, at).trim(), line.slice(at + 1)] as const] : []
    }),
  )
}

function secondsToMs(seconds: string): number {
  const value = Number(seconds)
  return Number.isFinite(value) ? Math.round(value * 1_000) : 0
}
