import { AppError } from './app-error'

/** One thing to correct in a file. Line and column count from 1. */
export type FileProblem = {
  readonly line: number
  readonly column: number
  readonly path: string
  readonly message: string
}

/** The error for a file with problems: each is a line `file:line:column path: message`, in the order of the file. Pure. */
export function invalidFile(
  code: 'spec.invalid' | 'inventory.invalid',
  file: string,
  problems: readonly FileProblem[],
): AppError {
  const sorted = problems.toSorted((one, other) => one.line - other.line || one.column - other.column)
  const list = sorted
    .map(({ line, column, path, message }) => `${file}:${line}:${column} ${path === '' ? '' : `${path}: `}${message}`)
    .join('\n')
  const count = `${sorted.length} ${sorted.length === 1 ? 'problem' : 'problems'}`
  return new AppError(code, { details: { file, count, list, problems: sorted } })
}
