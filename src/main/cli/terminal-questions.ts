import type { Choice, Output, Questions } from './cli'
import { wrap } from './views/fit'

/** The names inquirer gives to "the person pressed Ctrl-C" and "the question was withdrawn". */
const declined: ReadonlySet<string> = new Set(['ExitPromptError', 'AbortPromptError', 'CancelPromptError'])

type Prompts = Pick<typeof import('@inquirer/prompts'), 'confirm' | 'input' | 'select' | 'password'>

/** Columns for what the library puts around a question: its mark before, `(y/N)` behind, and the cursor. */
const aroundColumns = 10

/** Questions on the terminal. The library is loaded with the first one. */
export class TerminalQuestions implements Questions {
  readonly #output: Pick<Output, 'columns'>
  readonly #load: () => Promise<Prompts>
  readonly #listeners = new Set<(isAsking: boolean) => void>()
  /** Two questions at once would garble each other. */
  #last: Promise<unknown> = Promise.resolve()

  constructor(output: Pick<Output, 'columns'>, load: () => Promise<Prompts> = () => import('@inquirer/prompts')) {
    this.#output = output
    this.#load = load
  }

  confirm(question: string, { signal, isYes = false }: { signal?: AbortSignal; isYes?: boolean } = {}) {
    return this.#ask(async ({ confirm }) =>
      confirm({ message: this.#fit(question), default: isYes }, contextOf(signal)),
    )
  }

  input(
    question: string,
    { signal, check }: { signal?: AbortSignal; check?: (text: string) => string | undefined } = {},
  ) {
    const validate = (text: string) => check?.(text) ?? true
    return this.#ask(async ({ input }) => input({ message: this.#fit(question), validate }, contextOf(signal)))
  }

  choose<T>(question: string, choices: readonly Choice<T>[], { signal }: { signal?: AbortSignal } = {}) {
    return this.#ask(async ({ select }) =>
      select<T>({ message: this.#fit(question), choices: [...choices] }, contextOf(signal)),
    )
  }

  secret(question: string) {
    return this.#ask(async ({ password }) => password({ message: this.#fit(question), mask: '*' }, contextOf()))
  }

  onAsking(listener: (isAsking: boolean) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The library breaks long lines inside of words. */
  #fit(question: string): string {
    return wrap(question, this.#output.columns - aroundColumns)
  }

  #ask<T>(prompt: (prompts: Prompts) => Promise<T>): Promise<T | undefined> {
    const asked = this.#last.then(async () => {
      const prompts = await this.#load()
      for (const listener of this.#listeners) listener(true)
      try {
        return await prompt(prompts)
      } catch (error) {
        if (error instanceof Error && declined.has(error.name)) return undefined
        throw error
      } finally {
        for (const listener of this.#listeners) listener(false)
      }
    })
    this.#last = asked.catch(() => undefined)
    return asked
  }
}

/** On standard error: the output of a verb may be on its way into a file. */
const contextOf = (signal?: AbortSignal) => ({ output: process.stderr, ...(signal ? { signal } : {}) })
