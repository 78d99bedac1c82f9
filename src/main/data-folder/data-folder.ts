import { createHash } from 'node:crypto'
import { accessSync, constants, lstatSync, mkdirSync, realpathSync, statSync } from 'node:fs'
import { homedir, tmpdir, userInfo } from 'node:os'
import { isAbsolute, join, resolve } from 'node:path'
import { AppError, asOutOfFiles } from '../../shared/errors/app-error'

/** Absolute paths of what a console keeps. */
export type DataFolder = {
  readonly root: string
  readonly database: string
  readonly logs: string
  readonly knownHosts: string
  readonly backups: string
  readonly lock: string
  /** What the running console listens on (on Windows a pipe). */
  readonly controlSocket: string
}

/** What a place depends on; a parameter so that every platform can be tested. */
export type Surroundings = {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
  readonly temp: string
  readonly user: string
}

// The address of a Unix socket has 108 bytes on Linux and 104 on macOS, one of them the closing zero.
const socketPathBytes = 103

/** The surroundings of this process. */
export const surroundings = (): Surroundings => {
  const { uid, username } = userInfo()
  return {
    platform: process.platform,
    env: process.env,
    home: homedir(),
    temp: tmpdir(),
    user: uid >= 0 ? String(uid) : username,
  }
}

/**
 * The directory that is used when nobody names one: `$LASTMILE_DATA`, or the place the system has for such data. A
 * relative `$XDG_DATA_HOME` is ignored, as its specification wants. Pure.
 */
export function defaultDataPath({ platform, env, home }: Surroundings): string {
  if (env['LASTMILE_DATA']) return resolve(env['LASTMILE_DATA'])
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Lastmile')
  if (platform === 'win32') return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Lastmile')
  const xdg = env['XDG_DATA_HOME']
  return join(xdg && isAbsolute(xdg) ? xdg : join(home, '.local', 'share'), 'lastmile')
}

/**
 * Make sure of the data folder and give its paths. A directory that is made here is for its owner only (0700); one that
 * was there keeps its mode, and what is put into it is 0600 anyway.
 *
 * @throws AppError `data.unusable`
 */
export function openDataFolder(path?: string, around: Surroundings = surroundings()): DataFolder {
  const wanted = path === undefined ? defaultDataPath(around) : resolve(path)
  const root = usable(wanted, () => {
    mkdirSync(wanted, { recursive: true, mode: 0o700 })
    accessSync(wanted, constants.R_OK | constants.W_OK | constants.X_OK)
    if (!statSync(wanted).isDirectory()) throw new Error('it is not a directory')
    // One folder has one name, however it was reached: its socket is found by it.
    return realpathSync(wanted)
  })
  return { ...dataPaths(root), controlSocket: controlSocketOf(root, around) }
}

/** Where a folder keeps what, whether it is there or not. Pure. */
export const dataPaths = (root: string): Omit<DataFolder, 'controlSocket'> => ({
  root,
  database: join(root, 'lastmile.db'),
  logs: join(root, 'logs.db'),
  knownHosts: join(root, 'known_hosts'),
  backups: join(root, 'backups'),
  lock: join(root, 'console.lock'),
})

/**
 * Where the console of a folder listens: in the folder, or, where that is too long for a socket, in a directory of this
 * user only, under a name made of the folder's. Makes that directory.
 */
function controlSocketOf(root: string, { platform, env, temp, user }: Surroundings): string {
  const name = createHash('sha256').update(root).digest('hex').slice(0, 16)
  if (platform === 'win32') return `\\\\.\\pipe\\lastmile-${name}`
  const inside = join(root, 'control.sock')
  if (Buffer.byteLength(inside) <= socketPathBytes) return inside
  const places = [env['XDG_RUNTIME_DIR'], temp, '/tmp'].filter((place) => place !== undefined && isAbsolute(place))
  for (const place of places) {
    const socket = join(place ?? temp, `lastmile-${user}`, `${name}.sock`)
    if (Buffer.byteLength(socket) > socketPathBytes) continue
    const directory = join(socket, '..')
    return usable(directory, () => {
      mkdirSync(directory, { recursive: true, mode: 0o700 })
      refuseForeign(directory)
      return socket
    })
  }
  throw new AppError('data.unusable', { details: { folder: root, reason: 'its path is too long for a socket' } })
}

/** A directory below /tmp may have been put there by somebody else, who would then hear what is said. */
function refuseForeign(directory: string): void {
  const { uid, mode } = lstatSync(directory)
  const isDirectory = lstatSync(directory).isDirectory()
  const isOurs = process.getuid === undefined || uid === process.getuid()
  if (!isDirectory || !isOurs || (mode & 0o077) !== 0) throw new Error('others may read it')
}

function usable<T>(folder: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof AppError) throw error
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined
    const reason = code ?? (error instanceof Error ? error.message : String(error))
    throw asOutOfFiles(error) ?? new AppError('data.unusable', { details: { folder, reason }, cause: error })
  }
}
