import type { SFTPWrapper, Stats } from 'ssh2'
import type { OpenPush } from './push'

/** One write; OpenSSH takes up to 256 KiB in a packet, others get it split by the library. */
const chunkBytes = 128 * 1024
/** Writes under way: with `chunkBytes` the 2 MiB that a channel's window holds, so a long line stays full. */
const maxInFlight = 16
const attributesOfDirectory = 0o755

type Done<T> = (error: Error | null | undefined, value: T) => void

/** Send an open file by SFTP; see `pushFile`. The session is closed at the end. */
export async function pushOverSftp(sftp: SFTPWrapper, push: OpenPush): Promise<void> {
  const abort = () => sftp.end()
  push.signal?.addEventListener('abort', abort, { once: true })
  // the library never answers a request that is made when the session is over
  const over = new Promise<never>((_, reject) => sftp.once('close', () => reject(new Error('the sftp session ended'))))
  try {
    push.signal?.throwIfAborted()
    await Promise.race([send(sftp, push), over])
  } finally {
    push.signal?.removeEventListener('abort', abort)
    sftp.end()
    over.catch(() => undefined)
  }
}

async function send(sftp: SFTPWrapper, push: OpenPush): Promise<void> {
  await makeDirectory(sftp, parentOf(push.partPath))
  await writePart(sftp, push)
  const sizeBytes = await sizeOf(sftp, push.partPath)
  if (sizeBytes !== push.sizeBytes) throw new Error(`${sizeBytes} of ${push.sizeBytes} bytes arrived`)
  await replace(sftp, push.partPath, push.remotePath)
}

async function writePart(sftp: SFTPWrapper, push: OpenPush): Promise<void> {
  const heldBytes = (await sizeOf(sftp, push.partPath)) ?? 0
  // a longer part belongs to another file; of a shorter one, what was under way may have arrived with gaps
  const isContinued = heldBytes > 0 && heldBytes <= push.sizeBytes
  const fromBytes = isContinued ? Math.max(0, heldBytes - chunkBytes * maxInFlight) : 0
  const handle = await call<Buffer>((done) =>
    isContinued ? sftp.open(push.partPath, 'r+', done) : sftp.open(push.partPath, 'w', { mode: push.mode }, done),
  )
  // after a failure the handle is closed with the session
  await writeChunks(sftp, handle, push, fromBytes)
  await sync(sftp, handle)
  await call<void>((done) => sftp.close(handle, (error) => done(error, undefined)))
}

/** Writes start in order and at most `maxInFlight` of them are unanswered, so a gap can only be in the last 2 MiB. */
async function writeChunks(sftp: SFTPWrapper, handle: Buffer, push: OpenPush, fromBytes: number): Promise<void> {
  const inFlight: Promise<void>[] = []
  let doneBytes = fromBytes
  push.onProgress(doneBytes)
  try {
    for (let at = fromBytes; at < push.sizeBytes; at += chunkBytes) {
      push.signal?.throwIfAborted()
      const length = Math.min(chunkBytes, push.sizeBytes - at)
      const { buffer, bytesRead } = await push.source.read(Buffer.allocUnsafe(length), 0, length, at)
      if (bytesRead < length) throw new Error('the file became shorter while it was sent')
      const written = call<void>((done) => sftp.write(handle, buffer, 0, length, at, (error) => done(error, undefined)))
      inFlight.push(written.then(() => push.onProgress((doneBytes += length))))
      if (inFlight.length >= maxInFlight) await inFlight.shift()
    }
    await Promise.all(inFlight)
  } catch (error) {
    // the others fail with it, or are answered; either way nobody waits for them
    await Promise.allSettled(inFlight)
    throw error
  }
}

/** What arrived should survive a crash of the host; servers that cannot promise it are taken as they are. */
async function sync(sftp: SFTPWrapper, handle: Buffer): Promise<void> {
  await call<void>((done) => ifSupported(() => sftp.ext_openssh_fsync(handle, (error) => done(error, undefined)), done))
}

/** Replace atomically where the server can (posix-rename), else with a moment without the file. */
async function replace(sftp: SFTPWrapper, from: string, to: string): Promise<void> {
  const isReplaced = await new Promise<boolean>((resolve, reject) => {
    try {
      sftp.ext_openssh_rename(from, to, (error) => (error ? reject(error) : resolve(true)))
    } catch {
      resolve(false)
    }
  })
  if (isReplaced) return
  await call<void>((done) => sftp.unlink(to, () => done(undefined, undefined)))
  await call<void>((done) => sftp.rename(from, to, (error) => done(error, undefined)))
}

async function makeDirectory(sftp: SFTPWrapper, path: string): Promise<void> {
  if (path === '' || path === '/' || (await exists(sftp, path))) return
  await makeDirectory(sftp, parentOf(path))
  await call<void>((done) =>
    sftp.mkdir(path, { mode: attributesOfDirectory }, (error) => done(error, undefined)),
  ).catch(async (error: unknown) => {
    // somebody else made it meanwhile
    if (!(await exists(sftp, path))) throw error
  })
}

async function exists(sftp: SFTPWrapper, path: string): Promise<boolean> {
  return (await sizeOf(sftp, path)) !== undefined
}

/** Undefined: there is no such file. */
function sizeOf(sftp: SFTPWrapper, path: string): Promise<number | undefined> {
  return call<Stats>((done) => sftp.stat(path, done)).then(
    (stats) => stats.size,
    (error: unknown) => {
      // SFTP status 2: no such file
      if (error instanceof Error && 'code' in error && error.code === 2) return undefined
      throw error
    },
  )
}

function parentOf(path: string): string {
  const slash = path.lastIndexOf('/')
  return slash <= 0 ? path.slice(0, slash + 1) : path.slice(0, slash)
}

/** The library throws at once when the server did not announce an extension. */
function ifSupported(start: () => void, done: Done<void>): void {
  try {
    start()
  } catch {
    done(undefined, undefined)
  }
}

function call<T>(start: (done: Done<T>) => void): Promise<T> {
  return new Promise((resolve, reject) => start((error, value) => (error ? reject(error) : resolve(value))))
}
