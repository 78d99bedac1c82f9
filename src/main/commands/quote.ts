import { quote as quoteWord } from 'shlex'
import { AppError } from '../../shared/errors/app-error'

/**
 * Write any text as one word of a POSIX shell: data, whatever it contains. Pure.
 * @throws AppError `remote.nul-in-text`, the one character that no shell can hold
 */
export function quote(text: string): string {
  if (text.includes('\0')) throw new AppError('remote.nul-in-text', { details: { text: text.replaceAll('\0', '␀') } })
  return quoteWord(text)
}

/**
 * Write a path of the remote machine as one word; a leading `~/` becomes its home directory. Pure.
 * @throws AppError `remote.nul-in-text`
 */
export const quotePath = (path: string): string =>
  path.startsWith('~/') ? `"\${HOME}"/${quote(path.slice(2))}` : quote(path)
