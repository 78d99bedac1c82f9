import { createColors } from 'picocolors'
import type { Choice, Cli, LiveArea, Output, Questions } from '../../src/main/cli/cli'
import type { WebDoor, WebWishes } from '../../src/main/web/open-web'
import type { ConsoleClient } from '../../src/main/ipc/console-client'

/** Collects what a verb prints. */
export class FakeOutput implements Output {
  text = ''
  isClosed = false
  readonly colors = createColors(false)
  readonly isTerminal: boolean
  readonly columns: number
  readonly rows: number

  constructor(isTerminal = false, columns = 80, rows = 24) {
    this.isTerminal = isTerminal
    this.columns = columns
    this.rows = rows
  }

  write(text: string | Uint8Array): void {
    this.text += typeof text === 'string' ? text : Buffer.from(text).toString('utf8')
  }

  drained(): Promise<void> {
    return Promise.resolve()
  }

  lines(): string[] {
    return this.text.split('\n').filter((line) => line !== '')
  }

  /** The output as JSON lines. */
  json<T = Record<string, unknown>>(): T[] {
    return this.lines().map((line) => JSON.parse(line) as T)
  }
}

/** What a person says: undefined is Ctrl-C. */
export type Answer = string | boolean | undefined

/** Answers questions from a script: each entry a part of the question and the answer. A choice is named by its start. */
export class FakeQuestions implements Questions {
  readonly asked: string[] = []
  readonly #script: [question: string, answer: Answer][]

  constructor(script: [question: string, answer: Answer][] = []) {
    this.#script = [...script]
  }

  confirm = (question: string) => this.#next(question) as Promise<boolean | undefined>
  input = (question: string) => this.#next(question) as Promise<string | undefined>
  secret = (question: string) => this.#next(question) as Promise<string | undefined>
  onAsking = () => () => undefined

  async choose<T>(question: string, choices: readonly Choice<T>[]): Promise<T | undefined> {
    const answer = await this.#next(question)
    if (answer === undefined) return undefined
    const chosen = choices.find(({ name }) => name.startsWith(String(answer)))
    if (!chosen) throw new Error(`no choice "${String(answer)}" among: ${choices.map(({ name }) => name).join(' | ')}`)
    return chosen.value
  }

  #next(question: string): Promise<Answer> {
    this.asked.push(question)
    const entry = this.#script.shift()
    if (!entry || !question.includes(entry[0])) throw new Error(`unexpected question: ${question}`)
    return Promise.resolve(entry[1])
  }
}

type Parts = {
  readonly client?: ConsoleClient
  readonly isInteractive?: boolean
  readonly questions?: FakeQuestions
  readonly stdin?: string
  readonly door?: WebDoor
  readonly user?: string
  readonly size?: { readonly columns: number; readonly rows: number }
}

/** A world without a process: streams are collected, signals and timers are set off by hand. */
export class FakeCli implements Cli {
  readonly stdout: FakeOutput
  readonly stderr = new FakeOutput()
  readonly isInteractive: boolean
  readonly canAsk: boolean
  readonly env = {}
  readonly user: string
  readonly questions: FakeQuestions
  readonly painted: string[] = []
  atMs = 1_000_000
  readonly #parts: Parts
  readonly #signals = new Map<string, Set<() => void>>()
  readonly #timers = new Set<() => void>()

  constructor(parts: Parts = {}) {
    this.#parts = parts
    this.isInteractive = parts.isInteractive ?? false
    this.canAsk = this.isInteractive
    this.stdout = new FakeOutput(this.isInteractive, parts.size?.columns, parts.size?.rows)
    this.user = parts.user ?? 'ann'
    this.questions = parts.questions ?? new FakeQuestions()
  }

  nowMs = () => this.atMs

  every = (_intervalMs: number, callback: () => void) => {
    this.#timers.add(callback)
    return () => this.#timers.delete(callback)
  }

  onSignal = (signal: string, listener: () => void) => {
    const listeners = this.#signals.get(signal) ?? new Set()
    this.#signals.set(signal, listeners.add(listener))
    return () => listeners.delete(listener)
  }

  readStdin = () => Promise.resolve(this.#parts.stdin ?? '')

  openLiveArea = (): Promise<LiveArea> =>
    Promise.resolve({ paint: (text) => this.painted.push(text), done: () => undefined })

  /** The data folders that were asked for. */
  readonly opened: (string | undefined)[] = []

  openClient: Cli['openClient'] = ({ dataFolder }) => {
    this.opened.push(dataFolder)
    if (!this.#parts.client) throw new Error('this test has no console')
    return Promise.resolve(this.#parts.client)
  }

  readonly webWishes: WebWishes[] = []
  readonly shown: string[] = []

  openWeb = (wishes: WebWishes) => {
    this.webWishes.push(wishes)
    if (!this.#parts.door) throw new Error('this test has no web door')
    return Promise.resolve(this.#parts.door)
  }

  showPage = (url: string) => {
    this.shown.push(url)
    return Promise.resolve('nowhere' as const)
  }

  /** A person is never quicker than `afterMs`. */
  signal(name: 'SIGINT' | 'SIGTERM' | 'SIGHUP', afterMs = 1_000): void {
    const listeners = [...(this.#signals.get(name) ?? [])]
    if (listeners.length === 0) throw new Error(`nobody listens for ${name}`)
    this.atMs += afterMs
    for (const listener of listeners) listener()
  }

  /** Listeners and timers that are still there; none may be left when a verb has ended. */
  leftBehind(): number {
    return this.#timers.size + [...this.#signals.values()].reduce((sum, { size }) => sum + size, 0)
  }

  /** Let every timer go off once. */
  tick(): void {
    for (const callback of this.#timers) callback()
  }
}
