import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { PublishedFile } from './published-file'
import { watchDirectory } from './watched-directory'

/** A tiny monitoring that can be told to be silent about a host: a file in `monitor/silenced` is the wish. */
export type Monitor = {
  /** The hosts it is silent about now. */
  silenced(): string[]
  close(): Promise<void>
}

/**
 * Open the monitoring of a fleet. It confirms in `monitor/state` what it really does: `web-01 silent` or `web-01 loud`,
 * one host on a line.
 */
export async function openMonitor(fleetDir: string, hosts: readonly string[]): Promise<Monitor> {
  const wishes = join(fleetDir, 'monitor/silenced')
  await mkdir(wishes, { recursive: true })
  const state = new PublishedFile(join(fleetDir, 'monitor/state'))
  let silent: ReadonlySet<string> = new Set()
  const watched = await watchDirectory(wishes, async (names) => {
    silent = names
    await state.set(hosts.map((host) => `${host} ${names.has(host) ? 'silent' : 'loud'}\n`).join(''))
  })
  return { silenced: () => hosts.filter((host) => silent.has(host)), close: () => watched.close() }
}
