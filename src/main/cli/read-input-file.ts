import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { AppError } from '../../shared/errors/app-error'
import type { Cli } from './cli'

/**
 * Read a file given on the command line; `-` is standard input. The name is absolute, since what stands in the file may
 * be relative to it.
 * @throws AppError `cli.file-unreadable`
 */
export async function readInputFile(cli: Cli, file: string): Promise<{ text: string; fileName: string }> {
  if (file === '-') return { text: await cli.readStdin(), fileName: resolve('standard-input.yml') }
  try {
    return { text: await readFile(file, 'utf8'), fileName: resolve(file) }
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new AppError('cli.file-unreadable', { details: { file, reason }, cause: error })
  }
}
