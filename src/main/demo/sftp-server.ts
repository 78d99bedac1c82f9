import { constants, type Stats } from 'node:fs'
import * as fs from 'node:fs/promises'
import { isAbsolute, resolve } from 'node:path'
import ssh2, { type Attributes, type SFTPWrapper } from 'ssh2'

const { STATUS_CODE, OPEN_MODE } = ssh2.utils.sftp

/** Why a file must not be written, or undefined when it may. */
export type RefuseWrite = (path: string) => string | undefined

type OpenFile = { readonly kind: 'file'; readonly file: fs.FileHandle }
type OpenDirectory = { readonly kind: 'directory'; readonly path: string; isRead: boolean }
type Handles = Map<string, OpenFile | OpenDirectory>

/** A reply that is more than "done". */
type Reply = (requestId: number) => void
type Work = () => Promise<Reply | void>

/**
 * Answer SFTP requests of one channel with the real file system: absolute paths are real, relative ones lie below the
 * home directory. Renaming replaces the target, as `posix-rename@openssh.com` does.
 */
export function serveSftp(sftp: SFTPWrapper, home: string, refuseWrite: RefuseWrite): void {
  const handles: Handles = new Map()
  const at = (path: string) => (isAbsolute(path) ? path : resolve(home, path))
  const answer = (requestId: number, work: Work) => {
    work().then(
      (reply) => (reply ? reply(requestId) : sftp.status(requestId, STATUS_CODE.OK)),
      (error: unknown) =>
        sftp.status(requestId, statusOf(error), error instanceof Error ? error.message : String(error)),
    )
  }
  serveFiles({ sftp, handles, at, answer, refuseWrite })
  serveDirectories({ sftp, handles, at, answer })
  servePaths({ sftp, at, answer })
  // OpenSSH's client says that it is done and then waits for the server to close
  sftp.on('end', () => sftp.end())
  sftp.on('close', () => {
    for (const entry of handles.values()) if (entry.kind === 'file') void entry.file.close().catch(() => undefined)
    handles.clear()
  })
}

type Serving = {
  readonly sftp: SFTPWrapper
  readonly handles: Handles
  readonly at: (path: string) => string
  readonly answer: (requestId: number, work: Work) => void
}

function serveFiles({ sftp, handles, at, answer, refuseWrite }: Serving & { readonly refuseWrite: RefuseWrite }): void {
  const fileOf = (handle: Buffer): fs.FileHandle => {
    const entry = handles.get(handle.toString('latin1'))
    if (entry?.kind !== 'file') throw new Error('this is not the handle of an open file')
    return entry.file
  }
  sftp.on('OPEN', (requestId, path, flags, attributes) =>
    answer(requestId, async () => {
      const reason = flags & OPEN_MODE.WRITE ? refuseWrite(path) : undefined
      if (reason !== undefined) throw new Error(reason)
      const file = await fs.open(at(path), openFlagsOf(flags), attributes.mode ?? 0o644)
      return giveHandle(sftp, handles, { kind: 'file', file })
    }),
  )
  sftp.on('READ', (requestId, handle, offset, lengthBytes) =>
    answer(requestId, async () => {
      const buffer = Buffer.allocUnsafe(Math.min(lengthBytes, 256 * 1024))
      const { bytesRead } = await fileOf(handle).read(buffer, 0, buffer.length, offset)
      if (bytesRead === 0) return (id) => sftp.status(id, STATUS_CODE.EOF)
      return (id) => sftp.data(id, buffer.subarray(0, bytesRead))
    }),
  )
  sftp.on('WRITE', (requestId, handle, offset, data) =>
    answer(requestId, async () => {
      const file = fileOf(handle)
      for (let done = 0; done < data.length;) {
        done += (await file.write(data, done, data.length - done, offset + done)).bytesWritten
      }
    }),
  )
  sftp.on('FSTAT', (requestId, handle) =>
    answer(requestId, async () => {
      const stats = await fileOf(handle).stat()
      return (id) => sftp.attrs(id, attributesOf(stats))
    }),
  )
  sftp.on('FSETSTAT', (requestId, handle, attributes) =>
    answer(requestId, async () => {
      const file = fileOf(handle)
      await setAttributes({ chmod: (mode) => file.chmod(mode), truncate: (size) => file.truncate(size) }, attributes)
    }),
  )
}

function serveDirectories({ sftp, handles, at, answer }: Serving): void {
  sftp.on('OPENDIR', (requestId, path) =>
    answer(requestId, async () => {
      await (await fs.opendir(at(path))).close()
      return giveHandle(sftp, handles, { kind: 'directory', path: at(path), isRead: false })
    }),
  )
  sftp.on('READDIR', (requestId, handle) =>
    answer(requestId, async () => {
      const entry = handles.get(handle.toString('latin1'))
      if (entry?.kind !== 'directory') throw new Error('this is not the handle of an open directory')
      if (entry.isRead) return (id) => sftp.status(id, STATUS_CODE.EOF)
      entry.isRead = true
      const names = await fs.readdir(entry.path)
      const found = await Promise.all(
        names.map(async (name) => ({ name, stats: await fs.lstat(resolve(entry.path, name)) })),
      )
      const files = found.map(({ name, stats }) => ({ filename: name, longname: name, attrs: attributesOf(stats) }))
      return (id) => sftp.name(id, files)
    }),
  )
  sftp.on('CLOSE', (requestId, handle) =>
    answer(requestId, async () => {
      const key = handle.toString('latin1')
      const entry = handles.get(key)
      handles.delete(key)
      if (entry?.kind === 'file') await entry.file.close()
    }),
  )
  sftp.on('MKDIR', (requestId, path) => answer(requestId, () => fs.mkdir(at(path))))
  sftp.on('RMDIR', (requestId, path) => answer(requestId, () => fs.rmdir(at(path))))
}

function servePaths({ sftp, at, answer }: Omit<Serving, 'handles'>): void {
  const describe = async (stats: Promise<Stats>): Promise<Reply> => {
    const attributes = attributesOf(await stats)
    return (id) => sftp.attrs(id, attributes)
  }
  sftp.on('STAT', (requestId, path) => answer(requestId, () => describe(fs.stat(at(path)))))
  sftp.on('LSTAT', (requestId, path) => answer(requestId, () => describe(fs.lstat(at(path)))))
  sftp.on('SETSTAT', (requestId, path, attributes) =>
    answer(requestId, () => {
      const target = at(path)
      return setAttributes(
        { chmod: (mode) => fs.chmod(target, mode), truncate: (size) => fs.truncate(target, size) },
        attributes,
      )
    }),
  )
  sftp.on('REMOVE', (requestId, path) => answer(requestId, () => fs.unlink(at(path))))
  sftp.on('RENAME', (requestId, from, to) => answer(requestId, () => fs.rename(at(from), at(to))))
  sftp.on('REALPATH', (requestId, path) =>
    answer(requestId, async () => {
      const absolute = at(path)
      const filename = await fs.realpath(absolute).catch(() => absolute)
      return (id) => sftp.name(id, [{ filename, longname: filename, attrs: {} as Attributes }])
    }),
  )
}

/** SFTP's flags as the system's; ssh2's own translation knows only the combinations that Node has a letter for. */
function openFlagsOf(flags: number): number {
  const isWriting = (flags & OPEN_MODE.WRITE) !== 0
  const isReading = (flags & OPEN_MODE.READ) !== 0
  let result = isWriting ? (isReading ? constants.O_RDWR : constants.O_WRONLY) : constants.O_RDONLY
  if (flags & OPEN_MODE.APPEND) result |= constants.O_APPEND
  if (flags & OPEN_MODE.CREAT) result |= constants.O_CREAT
  if (flags & OPEN_MODE.TRUNC) result |= constants.O_TRUNC
  if (flags & OPEN_MODE.EXCL) result |= constants.O_EXCL
  return result
}

let lastHandle = 0

function giveHandle(sftp: SFTPWrapper, handles: Handles, entry: OpenFile | OpenDirectory): Reply {
  lastHandle += 1
  const key = `h${lastHandle}`
  handles.set(key, entry)
  return (id) => sftp.handle(id, Buffer.from(key, 'latin1'))
}

type Settable = { chmod(mode: number): Promise<void>; truncate(sizeBytes: number): Promise<void> }

/** The two attributes that matter to someone who sends a file; owners and times are left as they are. */
async function setAttributes(target: Settable, attributes: Attributes): Promise<void> {
  if (typeof attributes.size === 'number') await target.truncate(attributes.size)
  if (typeof attributes.mode === 'number') await target.chmod(attributes.mode & 0o7777)
}

const attributesOf = (stats: Stats): Attributes => ({
  mode: stats.mode,
  uid: stats.uid,
  gid: stats.gid,
  size: stats.size,
  atime: Math.floor(stats.atimeMs / 1000),
  mtime: Math.floor(stats.mtimeMs / 1000),
})

function statusOf(error: unknown): number {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined
  if (code === 'ENOENT') return STATUS_CODE.NO_SUCH_FILE
  return code === 'EACCES' || code === 'EPERM' ? STATUS_CODE.PERMISSION_DENIED : STATUS_CODE.FAILURE
}
