import { watch } from 'node:fs'
import { readdir } from 'node:fs/promises'

/** In case the system loses a notification, or has none: at most this much later a change is seen. */
const pollMs = 500

/** A directory that is used as a switchboard: a file that exists is a wish. */
export type WatchedDirectory = { close(): Promise<void> }

/**
 * Call `onNames` with the names in a directory: once before this resolves, and soon after each change. One call at a
 * time; the next waits until the promise of the last one is settled.
 */
export async function watchDirectory(
  dir: string,
  onNames: (names: ReadonlySet<string>) => Promise<void>,
): Promise<WatchedDirectory> {
  let isStale = false
  let isClosed = false
  let reading: Promise<void> | undefined
  const readUntilFresh = async () => {
    try {
      while (isStale && !isClosed) {
        isStale = false
        await onNames(new Set(await readdir(dir)))
      }
    } finally {
      // in the same turn as the last question, or a change that comes right after it would wait for the poll
      reading = undefined
    }
  }
  const look = (): Promise<void> => {
    if (isClosed) return Promise.resolve()
    isStale = true
    reading ??= readUntilFresh()
    return reading
  }
  await look()
  // the directory is ours and goes last, so a failing look means that the fleet is being taken away under us
  const lookAgain = () => void look().catch(() => undefined)
  const watcher = watch(dir, lookAgain)
  watcher.on('error', () => watcher.close())
  const timer = setInterval(lookAgain, pollMs)
  return {
    close: async () => {
      isClosed = true
      clearInterval(timer)
      watcher.close()
      await reading?.catch(() => undefined)
    },
  }
}
