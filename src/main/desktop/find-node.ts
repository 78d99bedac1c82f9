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

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
