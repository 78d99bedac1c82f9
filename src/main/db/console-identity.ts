import { createHash, randomUUID } from 'node:crypto'
import type { ConsoleIdentity } from '../ports/lock'
import type { WritableDb } from './handles'
import { findMeta, recordMeta } from './repositories/meta'

const key = 'console-id'
/** Enough of a digest that no two consoles share it, short enough for the name of a file. */
const digestLength = 20

/**
 * Who this console is to others. It stays the same for a data folder in its place: one that was copied, to another machine or
 * beside itself, is another console.
 */
export function readConsoleIdentity(db: WritableDb, folder: string, machine: string): ConsoleIdentity {
  let id = findMeta(db, key)
  if (id === undefined) recordMeta(db, key, (id = randomUUID()))
  const lock = createHash('sha256').update(`${id}\n${machine}\n${folder}`).digest('hex').slice(0, digestLength)
  return { lock, machine, folder }
}
