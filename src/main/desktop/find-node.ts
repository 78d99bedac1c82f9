import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** The Node of this machine, for the demo fleet: the installed application is none. Undefined when the PATH has none. */
export function findNode(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
): string | undefined {
  const name = platform === 'win32' ? 'node.exe' : 'node'
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter((folder) => folder !== '')
  return folders.map((folder) => join(folder, name)).find(isProgram)
}

/**
 * Name the Node of this machine to the demo fleet, and tell it. Where there is none, a name that leads nowhere: its services
 * then fail to start, while this program would open windows in their place.
 */
export function nameNode(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string | undefined {
  const node = findNode(env, platform)
  env['LASTMILE_NODE'] = node ?? 'node'
  return node
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
