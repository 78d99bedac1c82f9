import type pc from 'picocolors'
import type { ConsoleClient } from '../ipc/console-client'
import type { Prompter } from '../open-client'
import type { Shown } from '../web/browser'
import type { WebDoor, WebWishes } from '../web/open-web'

export type Colors = ReturnType<typeof pc.createColors>

/** One of the two ways out of a verb. */
export interface Output {
  write(text: string | Uint8Array): void
  /** Resolves when what was written has left; for those who write much. */
  drained(): Promise<void>
  /** The reader went away (`| head`): what is written is lost, and nobody minds. */
  readonly isClosed: boolean
  readonly isTerminal: boolean
  readonly columns: number
  readonly rows: number
  readonly colors: Colors
}

/** Lines at the bottom of a terminal that are painted over and over. */
export interface LiveArea {
  paint(text: string): void
  /** Leave what was painted last where it is. */
  done(): void
}

export type Choice<T> = { readonly name: string; readonly value: T; readonly description?: string }

/** Asks the person at the terminal. Undefined when they decline (Ctrl-C) or the question has become pointless (`signal`). */
export interface Questions {
  confirm(
    question: string,
    options?: { readonly signal?: AbortSignal; readonly isYes?: boolean },
  ): Promise<boolean | undefined>
  input(
    question: string,
    options?: { readonly signal?: AbortSignal; readonly check?: (text: string) => string | undefined },
  ): Promise<string | undefined>
  choose<T>(
    question: string,
    choices: readonly Choice<T>[],
    options?: { readonly signal?: AbortSignal },
  ): Promise<T | undefined>
  secret(question: string): Promise<string | undefined>
  /** Hear when a question is on the screen, so as not to paint over it. Returns the way to stop listening. */
  onAsking(listener: (isAsking: boolean) => void): () => void
}

/** All that a verb has to do with the world; tests bring their own. */
export type Cli = {
  readonly stdout: Output
  readonly stderr: Output
  /** A person sits in front of it: standard input and output are terminals. */
  readonly isInteractive: boolean
  /** Questions can be asked: on standard error, so also while the output goes into a file. */
  readonly canAsk: boolean
  readonly env: Readonly<Record<string, string | undefined>>
  /** Who acts unless `--by` says otherwise. */
  readonly user: string
  readonly questions: Questions
  nowMs(): number
  /** Call again and again. Returns the way to stop. */
  every(intervalMs: number, callback: () => void): () => void
  onSignal(signal: 'SIGINT' | 'SIGTERM' | 'SIGHUP', listener: () => void): () => void
  readStdin(): Promise<string>
  openLiveArea(): Promise<LiveArea>
  openClient(options: {
    readonly dataFolder: string | undefined
    readonly prompter: Prompter | undefined
  }): Promise<ConsoleClient>
  openWeb(wishes: WebWishes): Promise<WebDoor>
  /** Show a page to the person at this machine; never fails. */
  showPage(url: string): Promise<Shown>
}
