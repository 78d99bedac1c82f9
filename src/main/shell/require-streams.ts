import type { ChildProcess } from 'node:child_process'
import { AppError } from '../../shared/errors/app-error'

/**
 * A process that was just started, with its streams: Node gives it none when no more files can be opened.
 * @throws AppError `console.out-of-files`
 */
export function requireStreams<C extends Pick<ChildProcess, 'stdin' | 'once'>>(child: C): C {
  // says the same a moment later, to somebody who has given up by then
  child.once('error', () => undefined)
  const { stdin }: { readonly stdin?: unknown } = child
  if (stdin) return child
  throw new AppError('console.out-of-files', { details: { reason: 'EMFILE: too many open files' } })
}
