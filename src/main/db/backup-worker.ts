/** The worker that copies `lastmile.db`, so that nobody waits for a large one. Started by `background-backup.ts`. */
import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'
import { copyDatabase } from './copy-database.ts'

/** What the worker answers, once. `isSame`: the copy has the very bytes of the file it was to be compared with. */
export type BackupAnswer =
  | { readonly kind: 'copied'; readonly isSame: boolean }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string }

const chunkBytes = 1024 * 1024

parentPort?.postMessage(answer())

function answer(): BackupAnswer {
  const { file, part, previous } = workerData as { file: string; part: string; previous?: string }
  try {
    const db = new Database(file, { readonly: true, fileMustExist: true })
    try {
      copyDatabase(db, part)
    } finally {
      db.close()
    }
    return { kind: 'copied', isSame: previous !== undefined && haveSameBytes(part, previous) }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    return { kind: 'failed', code, message: error instanceof Error ? error.message : String(error) }
  }
}

function haveSameBytes(one: string, other: string): boolean {
  if (statSync(one).size !== (statSync(other, { throwIfNoEntry: false })?.size ?? -1)) return false
  const handles = [openSync(one, 'r'), openSync(other, 'r')] as const
  const [mine, theirs] = [Buffer.alloc(chunkBytes), Buffer.alloc(chunkBytes)]
  try {
    for (;;) {
      const read = readSync(handles[0], mine)
      if (read !== readSync(handles[1], theirs)) return false
      if (read === 0) return true
      if (!mine.subarray(0, read).equals(theirs.subarray(0, read))) return false
    }
  } finally {
    for (const handle of handles) closeSync(handle)
  }
}
