import { open, type FileHandle } from 'node:fs/promises'
import { AppError, asOutOfFiles } from '../../shared/errors/app-error'
import { pushOverShell } from './cat-push'
import { describeEndpoint } from './connect-errors'
import type { Connection } from './connection'
import { pushOverSftp } from './sftp-push'

export type PushJob = {
  readonly localPath: string
  /** Absolute, or relative to the home directory (also as `~/…`). */
  readonly remotePath: string
  readonly onProgress: (sentBytes: number, totalBytes: number) => void
  readonly signal?: AbortSignal | undefined
}

/** A push with its source open and its names settled. */
export type OpenPush = {
  readonly source: FileHandle
  readonly sizeBytes: number
  /** Permission bits of the source. */
  readonly mode: number
  /** Never begins with `~`; relative means the home directory. */
  readonly remotePath: string
  readonly partPath: string
  readonly onProgress: (sentBytes: number) => void
  readonly signal: AbortSignal | undefined
}

/** Servers found to have no sftp, so that it is not asked for again on this connection. */
const withoutSftp = new WeakSet<Connection>()

/**
 * Send a file: into `<remotePath>.part`, continued there after an interruption, renamed when it is complete. By SFTP, or
 * through `cat` where the server has none (Dropbear often). Directories are made, an existing file is replaced.
 *
 * A part is taken for the beginning of this file; that it was one, the digest check after it must show.
 * @throws AppError `ssh.local-file-unreadable`, `ssh.push-source-changed`, `ssh.push-failed`, `ssh.connection-lost`, `console.out-of-files`
 */
export async function pushFile(connection: Connection, job: PushJob): Promise<void> {
  const source = await openSource(job.localPath)
  try {
    const before = await source.stat()
    const remotePath = job.remotePath.replace(/^~\//, '')
    const onProgress = (sentBytes: number) => job.onProgress(sentBytes, before.size)
    const push: OpenPush = {
      source,
      sizeBytes: before.size,
      mode: before.mode & 0o777,
      remotePath,
      partPath: `${remotePath}.part`,
      onProgress,
      signal: job.signal,
    }
    await send(connection, push)
    const after = await source.stat()
    if (after.size !== before.size || after.mtimeMs !== before.mtimeMs) {
      throw new AppError('ssh.push-source-changed', { details: pushDetails(connection, job) })
    }
  } catch (error) {
    job.signal?.throwIfAborted()
    if (connection.lost) throw connection.lost
    if (error instanceof AppError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    const details = { ...pushDetails(connection, job), reason }
    throw asOutOfFiles(error) ?? new AppError('ssh.push-failed', { details, cause: error })
  } finally {
    await source.close()
  }
}

async function send(connection: Connection, push: OpenPush): Promise<void> {
  if (!withoutSftp.has(connection)) {
    try {
      const sftp = await connection.openSftp()
      return await pushOverSftp(sftp, push)
    } catch (error) {
      const hasNone = error instanceof AppError && error.code === 'ssh.channel-refused'
      if (!hasNone || connection.lost) throw error
      withoutSftp.add(connection)
    }
  }
  await pushOverShell(connection, push)
}

async function openSource(localPath: string): Promise<FileHandle> {
  try {
    return await open(localPath, 'r')
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw asOutOfFiles(cause) ?? new AppError('ssh.local-file-unreadable', { details: { localPath, reason }, cause })
  }
}

function pushDetails(connection: Connection, { localPath, remotePath }: PushJob) {
  return { ...describeEndpoint(connection.endpoint), localPath, remotePath }
}
