import { spawn } from 'node:child_process'
import { rm } from 'node:fs/promises'
import type { Socket } from 'node:net'
import script from './janitor.sh?raw'

/** Ends what is left of a fleet and removes its directory, also when this process is killed. */
export type Janitor = {
  /** Clean up now. Resolves when every process that carries the fleet's mark is gone, and its directory too. */
  close(): Promise<void>
}

/**
 * The mark that every process of a fleet carries in its environment. The janitor ends what carries it, and nothing else.
 */
export const markOf = (fleetDir: string) => ({ LASTMILE_DEMO: fleetDir })

/**
 * Start the janitor of a fleet: a detached `/bin/sh` that waits for the end of its input. This process holds the other
 * end, so the input ends when this process does, by whatever means: a normal exit, an exception, Ctrl-C or SIGKILL.
 *
 * @param fleetDir an absolute path; it is removed with everything in it.
 */
export function startJanitor(fleetDir: string): Janitor {
  const child = spawn('/bin/sh', ['-c', script], {
    detached: true,
    cwd: '/',
    env: { PATH: process.env['PATH'] ?? '/usr/bin:/bin' },
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve())
    child.once('error', () => resolve())
  })
  // it may have been killed: then `close` removes the directory itself
  child.stdin.on('error', () => undefined)
  child.stdin.write(`${fleetDir}\n`)
  child.unref()
  ;(child.stdin as Socket).unref()
  return {
    close: async () => {
      child.ref()
      child.stdin.end()
      await ended
      await rm(fleetDir, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
