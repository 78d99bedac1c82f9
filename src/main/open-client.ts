import { AppError } from '../shared/errors/app-error'
import { openConsole, type Console } from './console'
import type { ConsoleOptions } from './console-options'
import { openDataFolder, type DataFolder } from './data-folder/data-folder'
import { takeLock, type FolderLock } from './data-folder/lock'
import type { ConsoleClient } from './ipc/console-client'
import { ControlClient } from './ipc/control-client'
import { ControlServer } from './ipc/control-server'
import { LocalClient } from './ipc/local-client'
import { shortenCollectionPauses } from './turns/collection-pauses'

export { NoKeychain, SystemKeychain } from './secrets/system-keychain'
export type { HostKeyAnswer, HostKeyQuestion, Prompter } from './ssh/prompter'

export type OpenOptions = ConsoleOptions & {
  /** Left out: `$LASTMILE_DATA`, or the place the system has for such data. */
  readonly dataFolder?: string | undefined
}

/** A console in this process, with all that a door needs that shows it to somebody. `dispose` also gives the folder back. */
export type OwnedConsole = Console & { readonly folder: DataFolder }

/** The console of a data folder: it runs in another process, or is opened in this one, which then listens for others. */
export type ReachedConsole =
  | { readonly kind: 'running'; readonly client: ConsoleClient }
  | { readonly kind: 'owned'; readonly owned: OwnedConsole }

/** A console that starts listens within this time after it took the lock; one that ends lets go as quickly. */
const waitForOtherMs = 3_000
const pollMs = 50

/**
 * Reach the console of a data folder, or become it.
 * @throws AppError `data.*`, `db.*`, `logs.*`; `console.busy` when a console holds the folder but does not answer
 */
export async function reachConsole({ dataFolder, ...options }: OpenOptions): Promise<ReachedConsole> {
  const folder = openDataFolder(dataFolder)
  const giveUpAtMs = Date.now() + waitForOtherMs
  for (;;) {
    const running = await ControlClient.connect(folder.controlSocket)
    if (running) return { kind: 'running', client: running }
    const lock = tryLock(folder, giveUpAtMs)
    if (lock) return { kind: 'owned', owned: await openOwned(folder, lock, options) }
    await new Promise((resolve) => setTimeout(resolve, pollMs))
  }
}

/**
 * Reach the console of a data folder as one who makes requests, wherever it runs.
 * @throws AppError as `reachConsole` does
 */
export async function openClient(options: OpenOptions): Promise<ConsoleClient> {
  const reached = await reachConsole(options)
  if (reached.kind === 'running') return reached.client
  const { handlers, pushes, dispose } = reached.owned
  return new LocalClient(handlers, pushes, dispose)
}

/** The lock, or undefined while somebody else holds it and may still begin to listen. */
function tryLock(folder: DataFolder, giveUpAtMs: number): FolderLock | undefined {
  try {
    return takeLock(folder.lock)
  } catch (error) {
    const isHeld = error instanceof AppError && error.code === 'data.locked'
    if (isHeld && Date.now() < giveUpAtMs) return undefined
    throw error
  }
}

async function openOwned(folder: DataFolder, lock: FolderLock, options: ConsoleOptions): Promise<OwnedConsole> {
  let opened: Console | undefined
  try {
    shortenCollectionPauses()
    const paths = { folder: folder.root, database: folder.database, logs: folder.logs, backups: folder.backups }
    const console = (opened = openConsole(paths, options))
    const control = await ControlServer.open(folder.controlSocket, console.handlers, console.pushes)
    const dispose = async () => {
      try {
        await control.close()
        await console.dispose()
      } finally {
        lock.release()
      }
    }
    return { ...console, folder, dispose }
  } catch (error) {
    // it has taken up rollouts already: without its lock, another console would take them up beside it
    await opened?.dispose()
    lock.release()
    throw error
  }
}
