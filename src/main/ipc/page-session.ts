import type { Handlers } from '../../shared/ipc/contract'
import { pageMessage, type ConsoleMessage, type PageMessage } from '../../shared/ipc/wire'
import { PageTerminals } from './page-terminals'
import type { PushHub } from './push-hub'
import { dispatch } from './router'
import type { Terminals } from './terminals'

/** Why a console ends the line to a page. `garbage`: what came is nothing a page says; `slow`: it does not read. */
export type PageEnd = 'garbage' | 'slow'

/** The way to one page, whatever carries it. */
export type PageSender = {
  readonly text: (text: string) => void
  readonly binary: (bytes: Uint8Array) => void
  /** What was sent and has not left yet. */
  readonly bufferedBytes: () => number
  readonly end: (why: PageEnd) => void
}

export type PageConsole = {
  readonly handlers: Handlers
  readonly pushes: PushHub
  readonly terminals?: Terminals | undefined
}

/** A page that lets this much pile up is not reading any more. */
const longestBacklogBytes = 64 * 1024 * 1024
/** A page asks for some ten things when it is opened; one with this many open requests is not well. */
const mostRequests = 500
/** Outcomes of a request that say something about the page or this program, not about the work. */
const loggedCodes: ReadonlySet<string> = new Set(['console.unknown-request', 'console.bad-request', 'internal.bug'])
/** Names in the log are cut here: who sends nonsense must not fill it. */
const loggedNameLength = 80

/**
 * The line to one page, over any transport: answers requests, tells pushes, carries terminals. What is no message of a page
 * ends the line. `refused` hears what was refused, without its content.
 */
export class PageSession {
  readonly #console: PageConsole
  readonly #sender: PageSender
  readonly #refused: (what: string) => void
  readonly #terminals: PageTerminals
  #stopListening: (() => void) | undefined
  #openRequests = 0
  #isClosed = false

  constructor(console: PageConsole, sender: PageSender, refused: (what: string) => void) {
    this.#console = console
    this.#sender = sender
    this.#refused = refused
    this.#terminals = new PageTerminals(console.terminals, {
      message: (message) => this.#send(message),
      binary: (bytes) => {
        if (this.#mayStillSend()) sender.binary(bytes)
      },
    })
  }

  /** What the page sent as text. */
  receive(text: string): void {
    if (this.#isClosed) return
    const parsed = pageMessage.safeParse(parseJson(text))
    if (!parsed.success) return this.#end('garbage', 'a message that is none of a page')
    this.#handle(parsed.data)
  }

  /** What the page sent as bytes: pages have none to send. */
  receiveBinary(): void {
    if (!this.#isClosed) this.#end('garbage', 'bytes from a page')
  }

  /** The transport is gone. May be called again. */
  close(): void {
    this.#isClosed = true
    this.#stopListening?.()
    this.#stopListening = undefined
    this.#terminals.close()
  }

  #handle(message: PageMessage): void {
    const isHello = message.kind === 'hello'
    if (isHello === (this.#stopListening !== undefined)) return this.#end('garbage', `"${message.kind}" out of turn`)
    switch (message.kind) {
      case 'hello':
        return this.#welcome(message.seen)
      case 'ping':
        return this.#send({ kind: 'pong', id: message.id })
      case 'terminal':
        if (!this.#terminals.handle(message.message)) this.#end('garbage', 'a terminal that is open already')
        return
      case 'request':
        void this.#answer(message)
    }
  }

  /** Tell the page where it is, then what it missed, then what happens: nothing is told twice and nothing left out. */
  #welcome(seen: Extract<PageMessage, { kind: 'hello' }>['seen']): void {
    const { pushes } = this.#console
    const missed = seen && pushes.listSince(seen)
    const place = missed ? seen : pushes.place
    this.#stopListening = pushes.listen((_name, _payload, { text }) => this.#sendText(text))
    this.#send({ kind: 'welcome', ...place, isResumed: missed !== undefined })
    for (const { text } of missed ?? []) this.#sendText(text)
  }

  async #answer({ id, name, input }: Extract<PageMessage, { kind: 'request' }>): Promise<void> {
    if (this.#openRequests >= mostRequests) return this.#end('garbage', 'too many requests at once')
    this.#openRequests += 1
    const result = await dispatch(this.#console.handlers, name, input)
    this.#openRequests -= 1
    if (!result.ok && loggedCodes.has(result.error.code)) {
      this.#refused(`request ${JSON.stringify(name.slice(0, loggedNameLength))}: ${result.error.code}`)
    }
    this.#send({ kind: 'reply', id, result })
  }

  #send(message: ConsoleMessage): void {
    this.#sendText(JSON.stringify(message))
  }

  #sendText(text: string): void {
    if (this.#mayStillSend()) this.#sender.text(text)
  }

  #mayStillSend(): boolean {
    if (this.#isClosed) return false
    if (this.#sender.bufferedBytes() <= longestBacklogBytes) return true
    this.#end('slow', 'a page that does not read')
    return false
  }

  #end(why: PageEnd, what: string): void {
    this.#refused(what)
    this.close()
    this.#sender.end(why)
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
