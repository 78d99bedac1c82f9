import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppError } from '../../shared/errors/app-error'
import type { DesktopWish } from '../../shared/ipc/desktop-wish'

/** One of a thousand hosts has some hundred kilobytes; what is much larger is no lastmile.yml. */
const longestFileBytes = 4 * 1024 * 1024

/** The wish to look at what a lastmile.yml would change. @throws AppError `cli.file-unreadable` */
export async function readSpecWish(path: string): Promise<DesktopWish> {
  try {
    const { size } = await stat(path)
    if (size > longestFileBytes) throw new Error('it is larger than 4 MiB')
    return { kind: 'file', text: await readFile(path, 'utf8'), fileName: basename(path) }
  } catch (error) {
    const reason = error instanceof Error ? ('code' in error ? String(error.code) : error.message) : String(error)
    throw new AppError('cli.file-unreadable', { details: { file: path, reason }, cause: error })
  }
}
