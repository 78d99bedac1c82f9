/** The worker that moves what is in the write-ahead log into `lastmile.db`. Started by `checkpointer.ts`. */
import { parentPort, workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'

const { file, everyMs } = workerData as { readonly file: string; readonly everyMs: number }
const db = new Database(file, { fileMustExist: true })

const timer = setInterval(() => {
  try {
    // waits for nobody, and keeps nobody waiting; with nothing new it costs nothing
    db.pragma('wal_checkpoint(PASSIVE)')
  } catch {
    // a disk that is full, or a file that is locked: the log grows meanwhile, and the next time takes it
  }
}, everyMs)

parentPort?.once('message', () => {
  clearInterval(timer)
  db.close()
})
