import { mentionsPlaceholder, placeholderAt, showPlaceholder, type Placeholder } from '../../shared/domain/template'
import { AppError } from '../../shared/errors/app-error'
import { codeReader, endCommand, endWord, inputReader, newCommandFrame, type CommandFrame } from './command-frame'
import { findHeredocEnd, readHeredocStart } from './heredoc'

/** A walk through a command text. Every function below starts at `at` and leaves it behind what it has read. */
type Scan = {
  readonly text: string
  at: number
  out: string
  /** What a placeholder becomes where quotes are in force already: `${LASTMILE_VERSION}`. */
  readonly refer: (placeholder: Placeholder) => string
  /** The commands we are inside of, outermost first. */
  readonly frames: CommandFrame[]
  /** Above zero where the shell would calculate with a value, which bash does by evaluating it as code. */
  calculations: number
}

/**
 * Replace every placeholder of a shell command by a reference, quoted for the place where it stands.
 *
 * Pure. Follows quotes, expansions, substitutions, comments and here-documents the way a POSIX shell does; where shells
 * disagree, or where a value could become code, it refuses instead of guessing. A text without placeholders is not touched.
 * @throws AppError `spec.unknown-placeholder`, `spec.template-in-quoted-heredoc`, `spec.template-in-code`,
 * `spec.template-unclear`, and whatever `refer` throws
 */
export function replaceInCommand(text: string, refer: (placeholder: Placeholder) => string): string {
  if (!mentionsPlaceholder(text)) return text
  const scan: Scan = { text, at: 0, out: '', refer, frames: [], calculations: 0 }
  scanCommands(scan, '')
  return scan.out
}

/** Commands up to the end of the text, or up to the `)` that closes the substitution we are in. */
function scanCommands(scan: Scan, closer: ')' | ''): void {
  const frame = newCommandFrame()
  scan.frames.push(frame)
  while (scan.at < scan.text.length) {
    const char = scan.text[scan.at] ?? ''
    if (char === ')' && closesFrame(frame, closer)) break
    if (!scanExpansion(scan, false) && !scanOperator(scan, frame, char)) takeInto(scan, 1)
  }
  endCommand(frame)
  if (frame.heredocs.length > 0) refuseUnclear(scan, 'a here-document without its end')
  if (closer !== '') {
    if (scan.text[scan.at] !== closer) refuseUnclear(scan, 'a "$(" without its ")"')
    take(scan, 1)
  }
  scan.frames.pop()
}

/** Whether this `)` ends the substitution; otherwise it ends a subshell or a pattern, and is counted. */
function closesFrame(frame: CommandFrame, closer: ')' | ''): boolean {
  endCommand(frame)
  if (frame.parens > 0) frame.parens -= 1
  else if (frame.cases === 0) return closer !== ''
  return false
}

/** What separates words and commands. False when the character is part of a word. */
function scanOperator(scan: Scan, frame: CommandFrame, char: string): boolean {
  if (char === '#' && frame.word === undefined) {
    const end = scan.text.indexOf('\n', scan.at)
    take(scan, (end < 0 ? scan.text.length : end) - scan.at)
  } else if (char === '\n') {
    endCommand(frame)
    take(scan, 1)
    scanHeredocs(scan, frame)
  } else if (char === ' ' || char === '\t' || char === '>') {
    endWord(frame)
    take(scan, 1)
  } else if (char === '<') {
    endWord(frame)
    scanInput(scan, frame)
  } else if (scan.text.startsWith('((', scan.at)) {
    scanCalculation(scan, '((')
  } else if (';&|()'.includes(char)) {
    if (char === '(') frame.parens += 1
    endCommand(frame)
    take(scan, 1)
  } else return false
  return true
}

function scanInput(scan: Scan, frame: CommandFrame): void {
  const { text, at } = scan
  if (text.startsWith('<<<', at)) return take(scan, 3)
  if (!text.startsWith('<<', at)) return take(scan, 1)
  const start = readHeredocStart(text, at, frame.words)
  if (!start) return refuseUnclear(scan, 'a here-document whose end mark the shell would have to expand')
  frame.heredocs.push(start.heredoc)
  take(scan, start.length)
}

/** The bodies that follow this newline. */
function scanHeredocs(scan: Scan, frame: CommandFrame): void {
  if (scan.frames.some((outer) => outer !== frame && outer.heredocs.length > 0))
    refuseUnclear(scan, 'a here-document that begins in the middle of a "$( … )"')
  for (const heredoc of frame.heredocs.splice(0)) {
    const end = findHeredocEnd(scan.text, scan.at, heredoc)
    if (!end) return refuseUnclear(scan, `a here-document without its end "${heredoc.delimiter}"`)
    const body = scan.text.slice(scan.at, end.bodyEnd)
    const reader = inputReader(heredoc.words)
    if (mentionsPlaceholder(body)) {
      if (heredoc.isQuoted)
        throw new AppError('spec.template-in-quoted-heredoc', { details: { mark: heredoc.delimiter } })
      if (reader !== undefined)
        throw new AppError('spec.template-in-code', {
          details: { reader, near: body.slice(0, 60), placeholder: '{version}' },
        })
    }
    while (scan.at < end.bodyEnd) if (heredoc.isQuoted || !scanExpansion(scan, true)) take(scan, 1)
    if (scan.at > end.bodyEnd) refuseUnclear(scan, `a "$(" that reaches beyond "${heredoc.delimiter}"`)
    take(scan, end.length - body.length)
    frame.word = undefined
  }
}

/**
 * What a shell expands or unquotes, unquoted or (`isQuoted`) inside double quotes and here-documents, where quote
 * characters are ordinary. False when the character is an ordinary one.
 */
function scanExpansion(scan: Scan, isQuoted: boolean): boolean {
  const char = scan.text[scan.at]
  if (char === '\\') takeInto(scan, scan.text.startsWith('${', scan.at + 1) ? 3 : 2)
  else if (char === '$') scanDollar(scan, isQuoted)
  else if (char === '`') scanBackticks(scan)
  else if (char === "'" && !isQuoted) scanSingleQuotes(scan)
  else if (char === '"' && !isQuoted) scanDoubleQuotes(scan)
  else return scanPlaceholder(scan, (reference) => (isQuoted ? reference : `"${reference}"`))
  return true
}

function scanPlaceholder(scan: Scan, wrap: (reference: string) => string): boolean {
  const found = placeholderAt(scan.text, scan.at)
  if (!found) return false
  const near = excerpt(scan)
  const reader = scan.calculations > 0 ? 'arithmetic' : scan.frames.map(codeReader).find((name) => name !== undefined)
  if (reader !== undefined)
    throw new AppError('spec.template-in-code', {
      details: { reader, near, placeholder: showPlaceholder(found.placeholder) },
    })
  scan.out += wrap(scan.refer(found.placeholder))
  scan.at += found.length
  const frame = scan.frames.at(-1)
  if (frame) frame.word = (frame.word ?? '') + showPlaceholder(found.placeholder)
  return true
}

function scanSingleQuotes(scan: Scan): void {
  const end = scan.text.indexOf("'", scan.at + 1)
  if (end < 0) refuseUnclear(scan, 'a single quote without its end')
  takeQuote(scan)
  while (scan.at < end) if (!scanPlaceholder(scan, (reference) => `'"${reference}"'`)) takeInto(scan, 1)
  takeQuote(scan)
}

function scanDoubleQuotes(scan: Scan): void {
  const start = scan.at
  takeQuote(scan)
  while (scan.text[scan.at] !== '"') {
    if (scan.at >= scan.text.length) refuseUnclear({ ...scan, at: start }, 'a double quote without its end')
    if (!scanExpansion(scan, true)) takeInto(scan, 1)
  }
  takeQuote(scan)
}

function scanDollar(scan: Scan, isQuoted: boolean): void {
  const next = scan.text[scan.at + 1] ?? ''
  if (scan.text.startsWith('$((', scan.at)) scanCalculation(scan, '$((')
  else if (next === '(') {
    takeInto(scan, 2)
    scanCommands(scan, ')')
  } else if (next === '{') scanParameter(scan, isQuoted)
  else if (next === '[' || (next === "'" && !isQuoted)) refuseUnclear(scan, `"$${next}", which not every shell knows`)
  else takeInto(scan, /[$#?!*@\d-]/.test(next) ? 2 : 1)
}

/** `${name…}`: after the operators of POSIX a word follows; after others bash may calculate, so no placeholder may stand there. */
function scanParameter(scan: Scan, isQuoted: boolean): void {
  const head = /\$\{(?:[A-Za-z_]\w*|\d+|[@*#?$!-])(?::?[-=?+]|##?|%%?)/y
  head.lastIndex = scan.at
  const known = head.exec(scan.text)?.[0]
  takeInto(scan, known?.length ?? 2)
  if (known === undefined) scan.calculations += 1
  while (scan.text[scan.at] !== '}') {
    if (scan.at >= scan.text.length) refuseUnclear(scan, 'a "${" without its "}"')
    if (isQuoted && /['"]/.test(scan.text[scan.at] ?? ''))
      refuseUnclear(scan, 'a quote inside "${ … }" inside double quotes')
    if (!scanExpansion(scan, isQuoted)) takeInto(scan, 1)
  }
  if (known === undefined) scan.calculations -= 1
  takeInto(scan, 1)
}

/** `(( … ))` and `$(( … ))`. What ends otherwise is not arithmetic to every shell, and is refused. */
function scanCalculation(scan: Scan, opener: '((' | '$(('): void {
  takeInto(scan, opener.length)
  scan.calculations += 1
  for (let depth = 2; depth > 0;) {
    const char = scan.text[scan.at]
    if (char === undefined || char === "'")
      refuseUnclear(scan, `"${opener}" without its "))"; write "( (" for a subshell`)
    if (char === '(') depth += 1
    if (char === ')') depth -= 1
    if (char === ')' && depth === 1 && scan.text[scan.at + 1] !== ')')
      refuseUnclear(scan, `"${opener}" without its "))"; write "( (" for a subshell`)
    if (char === '(' || char === ')' || !scanExpansion(scan, false)) takeInto(scan, 1)
  }
  scan.calculations -= 1
}

/** Backticks become `$( … )`, because the quotes of a reference would not survive in them inside double quotes. */
function scanBackticks(scan: Scan): void {
  const [whole = '', body = ''] = /^`((?:[^\\`]|\\[\s\S])*)`/.exec(scan.text.slice(scan.at)) ?? []
  if (whole === '') refuseUnclear(scan, 'a backtick without its end')
  if (!mentionsPlaceholder(body)) return takeInto(scan, whole.length)
  if (body.includes('\\')) refuseUnclear(scan, 'a backslash between backticks; write $( … )')
  const inner: Scan = { ...scan, text: body, at: 0, out: '' }
  scanCommands(inner, '')
  scan.out += `$( ${inner.out}\n)`
  scan.at += whole.length
}

function take(scan: Scan, length: number): void {
  scan.out += scan.text.slice(scan.at, scan.at + length)
  scan.at += length
}

/** Take characters that belong to the word being read. */
function takeInto(scan: Scan, length: number): void {
  const frame = scan.frames.at(-1)
  if (frame) frame.word = (frame.word ?? '') + scan.text.slice(scan.at, scan.at + length)
  take(scan, length)
}

/** Take a quote character: it starts a word, but is no part of what the word says. */
function takeQuote(scan: Scan): void {
  const frame = scan.frames.at(-1)
  if (frame) frame.word ??= ''
  take(scan, 1)
}

function refuseUnclear(scan: Scan, what: string): never {
  throw new AppError('spec.template-unclear', { details: { what, near: excerpt(scan) } })
}

const excerpt = ({ text, at }: Scan): string => text.slice(Math.max(0, at - 20), at + 30)
