import type { ExchangeHandler } from './agent-session'

/** Reads the answer of a command that ends with one word, such as `lm_abort` and `lm_prune`. */
export class WordReader implements ExchangeHandler<string> {
  onBytes(): void {
    // Neither command prints anything; a warning of `rm` goes to stderr.
  }

  onMark(name: string, fields: readonly string[]): { readonly value: string } | undefined {
    return name === 'end' ? { value: fields[0] ?? '' } : undefined
  }
}
