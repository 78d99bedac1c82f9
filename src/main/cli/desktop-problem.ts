import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/**
 * Why the desktop window cannot be opened, in one sentence. `moduleUrl`: a module of this program, from which its packages
 * are found. The window itself comes with `src/main/desktop`; so far there is always a reason.
 */
export function desktopProblem(moduleUrl: string): string {
  return hasElectron(moduleUrl)
    ? 'This version of Lastmile has no desktop window yet.'
    : 'The Electron runtime for the desktop window is not installed here.'
}

/** The package downloads its runtime when it is installed, and notes in `path.txt` where it put it. */
function hasElectron(moduleUrl: string): boolean {
  try {
    const folder = dirname(createRequire(moduleUrl).resolve('electron/package.json'))
    return existsSync(join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8').trim()))
  } catch {
    return false
  }
}
