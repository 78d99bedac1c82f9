import type { Heredoc } from './command-frame'

/** Read `<<MARK` or `<<-'MARK'` at `at`. Undefined when the mark holds something a shell would expand. Pure. */
export function readHeredocStart(
  text: string,
  at: number,
  words: readonly string[],
): { heredoc: Heredoc; length: number } | undefined {
  const shape = /<<(-?)[ \t]*((?:'[^'\n]*'|"[^"\n]*"|\\[^\n]|[^\s;&|<>()'"\\])+)/y
  shape.lastIndex = at
  const [whole, dash, mark = ''] = shape.exec(text) ?? []
  if (whole === undefined || /[$`{]/.test(mark)) return undefined
  const isQuoted = /['"\\]/.test(mark)
  const delimiter = mark.replace(
    /'([^']*)'|"([^"]*)"|\\(.)/g,
    (_, single, double, escaped) => single ?? double ?? escaped,
  )
  return { heredoc: { delimiter, isQuoted, stripsTabs: dash === '-', words }, length: whole.length }
}

/**
 * Where the body that starts at `from` ends, and how long it is with its end mark. Undefined when the mark is missing, or
 * follows a backslash at the end of a line, where shells disagree. Pure.
 */
export function findHeredocEnd(
  text: string,
  from: number,
  { delimiter, isQuoted, stripsTabs }: Heredoc,
): { bodyEnd: number; length: number } | undefined {
  let isContinued = false
  for (let at = from; at < text.length || at === from;) {
    const newline = text.indexOf('\n', at)
    const lineEnd = newline < 0 ? text.length : newline
    const line = text.slice(at, lineEnd)
    if ((stripsTabs ? line.replace(/^\t+/, '') : line) === delimiter)
      return isContinued ? undefined : { bodyEnd: at, length: lineEnd - from }
    if (newline < 0) return undefined
    isContinued = !isQuoted && (/\\*$/.exec(line)?.[0].length ?? 0) % 2 === 1
    at = newline + 1
  }
  return undefined
}
