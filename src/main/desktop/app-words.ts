/** What the program was started for. */
export type AppWords =
  /** A verb of the command line. */
  | { readonly kind: 'cli'; readonly argv: readonly string[] }
  | { readonly kind: 'window'; readonly words: readonly string[] }

/**
 * Everything after `--cli` is for the command line; before it stand only options of Chromium. The launchers put one `--` after
 * it, which is not part of the verb: it keeps Chromium from the words that follow. Pure.
 */
export function parseAppWords(words: readonly string[]): AppWords {
  const at = words.indexOf('--cli')
  const isCli = at !== -1 && words.slice(0, at).every((word) => word.startsWith('--'))
  if (!isCli) return { kind: 'window', words }
  return { kind: 'cli', argv: words.slice(at + (words[at + 1] === '--' ? 2 : 1)) }
}
