import { spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** The runtime of the desktop window, as far as it is here. */
export type DesktopRuntime =
  | { readonly kind: 'ready'; readonly program: string }
  /** The package is here without its runtime; it may be fetched into `folder`. */
  | { readonly kind: 'missing'; readonly folder: string; readonly wasTried: boolean }
  /** An installation that runs the command line and the browser door only. */
  | { readonly kind: 'none' }

/** Some 120 MB: enough for a good line, and not a start that nobody waits for. */
export const fetchLimitMs = 20_000
/** In the folder of the package, so that a new installation of it tries again. */
const triedFile = 'lastmile-tried.txt'

/** Look for the runtime. `moduleUrl`: a module of this program, from which its packages are found. */
export function findRuntime(moduleUrl: string): DesktopRuntime {
  const folder = packageFolder(moduleUrl)
  if (folder === undefined) return { kind: 'none' }
  const program = programIn(folder)
  if (program !== undefined) return { kind: 'ready', program }
  return { kind: 'missing', folder, wasTried: existsSync(join(folder, triedFile)) }
}

/** Fetch the runtime with the program that its package brings for that; undefined when that did not work in time. Tried once. */
export async function fetchRuntime(folder: string, limitMs: number = fetchLimitMs): Promise<string | undefined> {
  try {
    writeFileSync(join(folder, triedFile), 'The runtime was looked for once. `npx install-electron` fetches it.\n')
  } catch {
    // an installation that only others may write: they fetch it
    return undefined
  }
  await new Promise<void>((resolve) => {
    const child = spawn(process.execPath, [join(folder, 'install.js')], { stdio: 'ignore', timeout: limitMs })
    child.once('error', () => resolve())
    child.once('exit', () => resolve())
  })
  return programIn(folder)
}

function packageFolder(moduleUrl: string): string | undefined {
  try {
    return dirname(createRequire(moduleUrl).resolve('electron/package.json'))
  } catch {
    return undefined
  }
}

/** The package notes in `path.txt` what its runtime is called on this platform. */
function programIn(folder: string): string | undefined {
  try {
    const program = join(folder, 'dist', readFileSync(join(folder, 'path.txt'), 'utf8').trim())
    return existsSync(program) ? program : undefined
  } catch {
    return undefined
  }
}
