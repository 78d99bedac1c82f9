import type { Choice, Questions } from './cli'

/** The names inquirer gives to "the person pressed Ctrl-C" and "the question was withdrawn". */
const declined: ReadonlySet<string> = new Set(['ExitPromptError', 'AbortPromptError', 'CancelPromptError'])

/** Questions on the terminal. The library is loaded with the first one. */
export class TerminalQuestions implements Questions {
  readonly #listeners = new Set<(isAsking: boolean) => void>()
  /** Two questions at once would garble each other. */
  #last: Promise<unknown> = Promise.resolve()

  confirm(question: string, { signal, isYes = false }: { signal?: AbortSignal; isYes?: boolean } = {}) {
    return this.#ask(async ({ confirm }) => confirm({ message: question, default: isYes }, contextOf(signal)))
  }

  input(
    question: string,
    { signal, check }: { signal?: AbortSignal; check?: (text: string) => string | undefined } = {},
  ) {
    const validate = (text: string) => check?.(text) ?? true
    return this.#ask(async ({ input }) => input({ message: question, validate }, contextOf(signal)))
  }

  choose<T>(question: string, choices: readonly Choice<T>[], { signal }: { signal?: AbortSignal } = {}) {
    return this.#ask(async ({ select }) => select<T>({ message: question, choices: [...choices] }, contextOf(signal)))
  }

  secret(question: string) {
    return this.#ask(async ({ password }) => password({ message: question, mask: '*' }, contextOf()))
  }

  onAsking(listener: (isAsking: boolean) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #ask<T>(prompt: (prompts: typeof import('@inquirer/prompts')) => Promise<T>): Promise<T | undefined> {
    const asked = this.#last.then(async () => {
      const prompts = await import('@inquirer/prompts')
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
