/** A here-document that was announced on this line and whose body comes after it. */
export type Heredoc = {
  readonly delimiter: string
  readonly isQuoted: boolean
  /** `<<-`: leading tabs do not count. */
  readonly stripsTabs: boolean
  /** The words of the command that reads it; more may follow on the line. */
  readonly words: readonly string[]
}

/** What the scanner knows of the list of commands it is in: the top level, or one `$( … )`. */
export type CommandFrame = {
  /** The finished words of the present simple command, without their quotes. */
  words: string[]
  /** The word being read; undefined between words. */
  word: string | undefined
  /** Subshells, function headers and `(pattern)` that are open here. */
  parens: number
  /** `case` without its `esac`: a lone `)` ends a pattern. */
  cases: number
  /** Inside `[[ … ]]`, where bash calculates with its operands. */
  isInTest: boolean
  heredocs: Heredoc[]
}

export const newCommandFrame = (): CommandFrame => ({
  words: [],
  word: undefined,
  parens: 0,
  cases: 0,
  isInTest: false,
  heredocs: [],
})

/** Words after which a command begins, so that the next word names it. */
const leadIns = new Set(['{', '}', '!', 'if', 'then', 'elif', 'else', 'while', 'until', 'do', 'done', 'fi', 'time'])

/** Finish the word being read and note what it means for the words to come. */
export function endWord(frame: CommandFrame): void {
  const { word, words } = frame
  frame.word = undefined
  if (word === undefined) return
  if (word === ']]') frame.isInTest = false
  if (words.length === 0) {
    if (leadIns.has(word) || /^\w+=/.test(word)) return
    if (word === 'esac') {
      frame.cases -= 1
      return
    }
    if (word === 'case') frame.cases += 1
    if (word === '[[') frame.isInTest = true
  }
  // the patterns of a case begin after `case word in`
  if (words[0] === 'case' && words.length === 2 && word === 'in') frame.words = []
  else words.push(word)
}

/** Finish the simple command: after `;`, `&`, `|`, a newline, a parenthesis. */
export function endCommand(frame: CommandFrame): void {
  endWord(frame)
  frame.words = []
}

/** Programs that take every argument for code. ssh joins its arguments and hands them to a shell on the other side. */
const codeCommands = new Set(['eval', 'trap', 'let', 'declare', 'typeset', 'alias', 'ssh', 'rsh', 'parallel', 'watch'])
/** Programs that run the command their arguments name. */
const prefixes = new Set(
  'sudo doas env exec command builtin nohup setsid nice ionice stdbuf timeout xargs time chroot'.split(' '),
)
const shells = ['sh', 'bash', 'dash', 'ash', 'ksh', 'mksh', 'zsh', 'fish', '$SHELL']
/** Programs that take the argument after `-c` or `-e` for code. */
const flaggedCommands = new Set([...shells, ...'python perl ruby node php lua su runuser script flock'.split(' ')])
/** Programs whose first plain argument is code. */
const scriptedCommands = new Set(['awk', 'gawk', 'mawk', 'nawk', 'sed'])
/** Options of those that are followed by a value. */
const valueOptions = new Set(['-v', '-F', '-f', '-l'])
/** Programs that read code from their standard input. */
const inputCommands = new Set([...shells, 'ssh'])

/**
 * The program that would take the word being read for code, so that a value in it could become code; undefined when the
 * word is plain data. Pure. It goes by the names of the common ones, with or without a path or `sudo` before them.
 */
export function codeReader({ words, word, isInTest }: CommandFrame): string | undefined {
  if (isInTest) return '[['
  if (words.length === 0 && /^\w+\[/.test(word ?? '')) return 'an array index'
  const names = words.map(programName)
  const [first] = prefixes.has(names[0] ?? '') ? names.filter((name) => codeCommands.has(name)) : names
  if (first !== undefined && codeCommands.has(first)) return first
  const last = words.at(-1) ?? ''
  const isFlagged = /^-[A-Za-z]*[ce]$|^--(command|eval|execute|expression)$/.test(last)
  if (isFlagged || /^--(command|eval|execute|expression)=/.test(word ?? ''))
    return names.find((name) => flaggedCommands.has(name) || scriptedCommands.has(name))
  const scripted = names.findIndex((name) => scriptedCommands.has(name))
  if (scripted < 0 || word?.startsWith('-') || valueOptions.has(last)) return undefined
  const before = words.slice(scripted + 1)
  return before.some((each, at) => isPlain(each, before[at - 1])) ? undefined : names[scripted]
}

/** The program that would run a here-document of this command as code; undefined when the document is data. Pure. */
export const inputReader = (words: readonly string[]): string | undefined =>
  words.map(programName).find((name) => inputCommands.has(name))

const isPlain = (word: string, before: string | undefined): boolean =>
  word !== '' && !word.startsWith('-') && !(before !== undefined && valueOptions.has(before))

/** `/usr/bin/python3.11` → `python`. */
const programName = (word: string): string =>
  word
    .replace(/^\$\{SHELL\}$/, '$SHELL')
    .replace(/^.*\//, '')
    .replace(/^(python|perl|ruby|php|lua)[\d.]*$/, '$1')
