import { randomBytes } from 'node:crypto'
import { AppError } from '../../shared/errors/app-error'
import { invariant } from '../../shared/util/invariant'
import type { Turn, Turns } from '../turns/turns'
import { buildAgentPrelude } from '../commands/agent-script'
import { FrameParser, type Frame } from './frame-parser'
import type { ShellChannel } from './shell-channel'

/** A shell that says nothing for this long is not one; a loaded host takes seconds. */
const READY_TIMEOUT_MS = 30_000
/** Enough of a banner or an error message to recognise what went wrong. */
const NOISE_CHARS_MAX = 300

type Done<T> = { readonly value: T } | undefined

/** Understands the answer to one command. Returning `{ value }` ends the exchange. */
export type ExchangeHandler<T> = {
  /** Output between marks; a promise stops the channel until it resolves. */
  onBytes(bytes: Buffer): void | Promise<void>
  onMark(name: string, fields: readonly string[]): Done<T>
  onStderr?(frame: Frame): Done<T>
}
type Exchange = {
  readonly handler: ExchangeHandler<unknown>
  readonly resolve: (value: never) => void
  readonly reject: (error: unknown) => void
}

/**
 * One long-lived `/bin/sh` that has been made an agent; does one exchange at a time.
 *
 * The first command is sent together with the prelude, so a new session costs no extra round trip. Whatever a login shell
 * prints before the agent is ready is ignored.
 */
export class AgentSession implements Turn {
  readonly #channel: ShellChannel
  readonly #hostName: string
  readonly #stdout: FrameParser
  readonly #stderr: FrameParser
  readonly #turns: Turns
  readonly #readyTimer: NodeJS.Timeout
  readonly #closeListeners: (() => void)[] = []
  #frames: Frame[] = []
  #exchange: Exchange | undefined
  #isReady = false
  #isHeld = false
  #noise = ''
  #unsent = ''
  #closedWith: unknown

  /** @param turns in which commands are sent: a hundred hosts may begin a step at the same moment. */
  constructor(channel: ShellChannel, hostName: string, turns: Turns) {
    this.#channel = channel
    this.#turns = turns
    this.#hostName = hostName
    const nonce = `lm${randomBytes(16).toString('hex')}`
    this.#stdout = new FrameParser(nonce)
    this.#stderr = new FrameParser(nonce)
    channel.onStdout((bytes) => this.#receive(bytes))
    channel.onStderr((bytes) => this.#receiveStderr(bytes))
    channel.onClose((cause) => this.close(this.#translate(cause)))
    this.#readyTimer = setTimeout(() => this.close(this.#translate(undefined)), READY_TIMEOUT_MS)
    this.#send(buildAgentPrelude(nonce))
  }

  get isClosed(): boolean {
    return this.#closedWith !== undefined
  }

  onClose(listener: () => void): void {
    this.#closeListeners.push(listener)
  }

  /** Send a command and hand what comes back to the handler. Aborting closes the session. @throws AppError `remote.*` */
  exchange<T>(command: string, handler: ExchangeHandler<T>, signal?: AbortSignal): Promise<T> {
    invariant(this.#exchange === undefined, 'a session does one exchange at a time')
    if (this.#closedWith !== undefined) return Promise.reject(this.#closedWith as Error)
    const onAbort = (): void => this.close(signal?.reason)
    if (signal?.aborted) return Promise.reject(signal.reason as Error)
    signal?.addEventListener('abort', onAbort)
    return new Promise<T>((resolve, reject) => {
      this.#exchange = { handler, resolve, reject }
      this.#send(command)
    }).finally(() => signal?.removeEventListener('abort', onAbort))
  }

  /** Send a command that gives no answer of its own, while an exchange is under way. */
  nudge(command: string): void {
    if (!this.isClosed) this.#send(command)
  }

  /** End the session; an exchange under way fails with `cause`. Detached steps go on. */
  close(cause: unknown = new AppError('remote.closed', { details: { host: this.#hostName } })): void {
    if (this.#closedWith !== undefined) return
    this.#closedWith = cause ?? new Error('aborted')
    clearTimeout(this.#readyTimer)
    this.#frames = []
    this.#turns.remove(this)
    this.#channel.close()
    this.#exchange?.reject(this.#closedWith)
    this.#exchange = undefined
    for (const listener of this.#closeListeners) listener()
  }

  #send(text: string): void {
    this.#unsent += text
    this.#turns.add(this)
  }

  /** Send what waits. */
  run(): boolean {
    const text = this.#unsent
    this.#unsent = ''
    try {
      this.#channel.write(text)
    } catch (error) {
      // nobody waits for this turn: the exchange has to hear of it
      this.close(error)
    }
    return false
  }

  #receive(bytes: Buffer): void {
    if (this.isClosed) return
    for (const frame of this.#stdout.push(bytes)) this.#frames.push(frame)
    if (!this.#isHeld) this.#drain()
  }

  #drain(): void {
    try {
      for (let frame = this.#frames.shift(); frame !== undefined; frame = this.#frames.shift()) {
        const wait = this.#take(frame)
        if (wait instanceof Promise) return this.#hold(wait)
      }
    } catch (error) {
      this.close(error)
    }
  }

  #hold(wait: Promise<void>): void {
    this.#isHeld = true
    this.#channel.pause()
    const goOn = (): void => {
      this.#isHeld = false
      if (this.isClosed) return
      this.#channel.resume()
      this.#drain()
    }
    wait.then(goOn, (error: unknown) => this.close(error))
  }

  #take(frame: Frame): void | Promise<void> {
    const handler = this.#exchange?.handler
    if (!this.#isReady) {
      if (frame.kind === 'bytes') return this.#remember(frame.bytes)
      this.#isReady = true
      clearTimeout(this.#readyTimer)
    } else if (handler === undefined) {
      // Something a query left behind writes into our channel: nothing that follows could be trusted to be a step's own.
      this.close(this.#translate(undefined))
    } else if (frame.kind === 'bytes') {
      return handler.onBytes(frame.bytes)
    } else if (frame.name === 'fail') {
      this.#settle(this.#error('remote.cannot-start', { reason: frame.fields.join(' ') || 'no reason given' }))
    } else if (frame.name === 'lost') {
      this.close(this.#translate(undefined))
    } else {
      this.#finish(handler.onMark(frame.name, frame.fields))
    }
  }

  #receiveStderr(bytes: Buffer): void {
    for (const frame of this.#stderr.push(bytes)) {
      if (frame.kind === 'bytes') this.#remember(frame.bytes)
      const handler = this.#exchange?.handler
      if (handler?.onStderr === undefined) continue
      try {
        this.#finish(handler.onStderr(frame))
      } catch (error) {
        this.close(error)
      }
    }
  }

  #finish(done: Done<unknown>): void {
    if (done === undefined) return
    const exchange = this.#exchange
    this.#exchange = undefined
    exchange?.resolve(done.value as never)
  }

  #settle(error: AppError): void {
    const exchange = this.#exchange
    this.#exchange = undefined
    exchange?.reject(error)
  }

  #remember(bytes: Buffer): void {
    this.#noise = (this.#noise + bytes.toString('utf8')).slice(-NOISE_CHARS_MAX)
  }

  #translate(cause: Error | undefined): AppError {
    if (cause instanceof AppError) return cause
    return this.#error(this.#isReady ? 'remote.shell-lost' : 'remote.no-shell', {}, cause)
  }

  #error(
    code: 'remote.cannot-start' | 'remote.shell-lost' | 'remote.no-shell',
    details: Readonly<Record<string, string>>,
    cause?: Error,
  ): AppError {
    const output = this.#noise.trim() || 'it said nothing'
    return new AppError(code, { details: { host: this.#hostName, output, ...details }, cause })
  }
}
