import { mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { AppError } from '../../shared/errors/app-error'
import { invariant } from '../../shared/util/invariant'
import { workerUrl } from '../../shared/util/worker-url'
import { backupFailure, backupFile, type Backup } from './backup'
import type { BackupAnswer } from './backup-worker'

type Wanted = {
  readonly database: string
  readonly backupsDir: string
  readonly label: string
  readonly nowMs: number
  /** A backup that makes another one with the same bytes needless. */
  readonly unlessSameAs?: string | undefined
  /** Give up: what was written so far is removed. */
  readonly signal?: AbortSignal | undefined
}

type Paths = { readonly database: string; readonly backups: string }

/** What must stay free after a copy: the journal needs room more than a backup does. */
const reserveBytes = 64 * 1024 * 1024

/**
 * As `makeBackup`, in a worker thread, from a connection of its own: neither the event loop nor those who write wait for it.
 * Undefined when it would be the same as `unlessSameAs`.
 * @throws AppError `db.backup-failed`, `db.disk-full`, `db.locked`, `db.corrupt`
 */
export async function makeBackupBeside(wanted: Wanted): Promise<Backup | undefined> {
  const { database, backupsDir, label, nowMs, unlessSameAs, signal } = wanted
  const file = backupFile(backupsDir, label, nowMs)
  const part = `${file}.${process.pid}.part`
  try {
    mkdirSync(backupsDir, { recursive: true, mode: 0o700 })
    await refuseLittleRoom(database, file)
    const answer = await copyInWorker({ file: database, part, previous: unlessSameAs }, signal)
    if (answer.kind === 'failed') throw Object.assign(new Error(answer.message), { code: answer.code })
    if (answer.isSame) return undefined
    renameSync(part, file)
    return { file, label, sizeBytes: statSync(file).size, createdAtMs: nowMs }
  } catch (error) {
    throw backupFailure(error, file)
  } finally {
    for (const name of [part, `${part}-journal`]) rmSync(name, { force: true })
  }
}

/** A backup because a person asks for one. @throws AppError as `makeBackupBeside` does */
export async function backUpByHand({ database, backups }: Paths, nowMs: number): Promise<Omit<Backup, 'label'>> {
  const made = await makeBackupBeside({ database, backupsDir: backups, label: 'by-hand', nowMs })
  invariant(made, 'a backup that is compared with none is made')
  const { file, sizeBytes, createdAtMs } = made
  return { file, sizeBytes, createdAtMs }
}

async function refuseLittleRoom(database: string, file: string): Promise<void> {
  const { bavail, bsize } = await statfs(dirname(file))
  if (bavail * bsize < statSync(database).size + reserveBytes) throw new AppError('db.disk-full', { details: { file } })
}

function copyInWorker(
  workerData: { readonly file: string; readonly part: string; readonly previous: string | undefined },
  signal: AbortSignal | undefined,
): Promise<BackupAnswer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(workerUrl('backup-worker', import.meta.url)), { workerData, name: 'backup' })
    const giveUp = () => void worker.terminate()
    signal?.addEventListener('abort', giveUp, { once: true })
    let answer: BackupAnswer | undefined
    worker.on('message', (message: BackupAnswer) => (answer = message))
    worker.on('error', reject)
    worker.on('exit', () => {
      signal?.removeEventListener('abort', giveUp)
      if (answer) resolve(answer)
      else reject(new Error('it was given up'))
    })
  })
}
