import { AppError } from '../shared/errors/app-error'
import { openConsole, type Console } from './console'
import { openDataFolder, type DataFolder } from './data-folder/data-folder'
import { takeLock, type FolderLock } from './data-folder/lock'
import type { ConsoleClient } from './ipc/console-client'
import { ControlClient } from './ipc/control-client'
import { ControlServer } from './ipc/control-server'
import { LocalClient } from './ipc/local-client'
import type { Prompter } from './ssh/prompter'

export type { HostKeyAnswer, HostKeyQuestion, Prompter } from './ssh/prompter'

export type OpenOptions = {
  /** Left out: `$LASTMILE_DATA`, or the place the system has for such data. */
  readonly dataFolder?: string | undefined
  /** Asked when this process opens the console itself and something has to be decided by a person. */
  readonly prompter?: Prompter | undefined
}

/** A console that starts listens within this time after it took the lock; one that ends lets go as quickly. */
const waitForOtherMs = 3_000
const pollMs = 50

/**
 * Reach the console of a data folder: the one that runs, through its control socket; when none runs, one in this process,
 * which then listens for others.
 * @throws AppError `data.*`, `db.*`, `logs.*`; `console.busy` when a console holds the folder but does not answer
 */
export async function openClient({ dataFolder, prompter }: OpenOptions): Promise<ConsoleClient> {
  const folder = openDataFolder(dataFolder)
  const giveUpAtMs = Date.now() + waitForOtherMs
  for (;;) {
    const running = await ControlClient.connect(folder.controlSocket)
    if (running) return running
    const lock = tryLock(folder, giveUpAtMs)
    if (lock) return openOwned(folder, lock, prompter)
    await new Promise((resolve) => setTimeout(resolve, pollMs))
  }
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

async function openOwned(folder: DataFolder, lock: FolderLock, prompter: Prompter | undefined): Promise<ConsoleClient> {
  let opened: Console | undefined
  try {
    const paths = { folder: folder.root, database: folder.database, logs: folder.logs, backups: folder.backups }
    const { handlers, pushes, dispose } = (opened = openConsole(paths, { prompter }))
    const control = await ControlServer.open(folder.controlSocket, handlers, pushes)
    return new LocalClient(handlers, pushes, async () => {
      try {
        await control.close()
        await dispose()
      } finally {
        lock.release()
      }
    })
  } catch (error) {
    // it has taken up rollouts already: without its lock, another console would take them up beside it
    await opened?.dispose()
    lock.release()
    throw error
  }
}
