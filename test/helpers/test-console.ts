import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openConsole } from '../../src/main/console'
import type { ConsoleOptions } from '../../src/main/console-options'
import { LocalClient } from '../../src/main/ipc/local-client'

/** A console in the test's own process with a data folder that is thrown away. */
export function openTestConsole(folder = mkdtempSync(join(tmpdir(), 'lastmile-data-')), options: ConsoleOptions = {}) {
  mkdirSync(join(folder, 'backups'), { recursive: true })
  const paths = {
    folder,
    database: join(folder, 'lastmile.db'),
    logs: join(folder, 'logs.db'),
    backups: join(folder, 'backups'),
  }
  const console = openConsole(paths, options)
  const client = new LocalClient(console.handlers, console.pushes, console.dispose)
  return {
    folder,
    client,
    terminals: console.terminals,
    applyFile: (fileName: string) => client.request('spec:apply', { text: readFileSync(fileName, 'utf8'), fileName }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
export type TestConsole = ReturnType<typeof openTestConsole>
