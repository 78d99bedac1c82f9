import { open, rename, stat, mkdir, type FileHandle } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { AppError } from '../../shared/errors/app-error'

/** Large enough to be fast, small enough that progress and aborting are prompt. */
const CHUNK_BYTES = 256 * 1024

export type LocalPush = {
  readonly localPath: string
  /** Relative to `home` unless absolute. */
  readonly remotePath: string
  readonly home: string
  readonly onProgress: (sentBytes: number, totalBytes: number) => void
  readonly signal?: AbortSignal | undefined
}

/**
 * Copy a file on this machine the way it is pushed to others: into `<path>.part`, continued there after an interruption, then
 * renamed. The permission bits are kept. @throws AppError `remote.push-failed`
 */
export async function pushLocally(push: LocalPush): Promise<void> {
  const target = resolve(push.home, push.remotePath)
  try {
    await copy(push, target)
  } catch (error) {
    push.signal?.throwIfAborted()
    const { localPath, remotePath } = push
    const reason = error instanceof Error ? error.message : String(error)
    const details = { host: 'this machine', localPath, remotePath, reason }
    throw new AppError('remote.push-failed', { details, cause: error })
  }
}

async function copy(push: LocalPush, target: string): Promise<void> {
  const part = `${target}.part`
  await using source = await open(push.localPath, 'r')
  const { size, mode } = await source.stat()
  await mkdir(dirname(target), { recursive: true })
  const heldBytes = await stat(part).then(
    (found) => found.size,
    () => 0,
  )
  // A longer part belongs to another file; a shorter one is taken for a beginning, which the digest check after it proves.
  await using sink = await open(part, heldBytes > size ? 'w' : 'a', mode & 0o777)
  await copyFrom(source, sink, heldBytes > size ? 0 : heldBytes, { ...push, totalBytes: size })
  await sink.sync()
  await rename(part, target)
}

async function copyFrom(
  source: FileHandle,
  sink: FileHandle,
  fromBytes: number,
  push: LocalPush & { readonly totalBytes: number },
): Promise<void> {
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES)
  let at = fromBytes
  push.onProgress(at, push.totalBytes)
  for (;;) {
    push.signal?.throwIfAborted()
    const { bytesRead } = await source.read(buffer, 0, buffer.length, at)
    if (bytesRead === 0) return
    await sink.writeFile(buffer.subarray(0, bytesRead))
    at += bytesRead
    push.onProgress(at, push.totalBytes)
  }
}
