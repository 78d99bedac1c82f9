import { randomBytes } from 'node:crypto'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ChildProcess } from 'node:child_process'

export type Shown = 'app-window' | 'browser' | 'nowhere'

/** What starting a browser depends on; a parameter so that every desktop can be tested. */
export type Desktop = {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  /** Start a program with arguments; false when there is none of that name, or it gave up at once. */
  readonly start: (names: readonly string[], args: readonly string[]) => Promise<boolean>
  /** Give a target to whatever the person has chosen for it. */
  readonly openTarget: (target: string) => Promise<boolean>
  /** Where a file may lie that browsers can read. */
  readonly launchFolder: string
}

/** Browsers that show a page as a window of its own (`--app=`), by the names each platform has for them. */
const appBrowsers: Readonly<Record<string, readonly string[]>> = {
  linux: ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'microsoft-edge', 'brave-browser'],
  darwin: ['google chrome', 'chromium', 'microsoft edge', 'brave browser'],
  win32: ['chrome', 'msedge', 'brave'],
}
/** A browser that starts slowly has read the file by then; the token in it has been used or is about to expire anyway. */
export const launchFileLifeMs = 60_000
/** A program that cannot show anything (no display, no sandbox for root) says so within this time. */
const givesUpWithinMs = 1_500

/**
 * Show an address to the person at this machine: as an app window where a browser can, else in the browser they chose.
 * The address lets its reader in, so it goes to the browser in a file that only this user may read, not as an argument,
 * which everybody on the machine sees. Never fails: where nothing can be shown, the printed address has to do.
 */
export async function showPage(url: string, desktop: Desktop): Promise<Shown> {
  if (!hasScreen(desktop)) return 'nowhere'
  const file = join(desktop.launchFolder, `lastmile-open-${randomBytes(6).toString('hex')}.html`)
  try {
    writeFileSync(file, launchPage(url), { mode: 0o600, flag: 'wx' })
    setTimeout(() => rmSync(file, { force: true }), launchFileLifeMs).unref()
    process.once('exit', () => rmSync(file, { force: true }))
    const target = pathToFileURL(file).href
    if (await desktop.start(appBrowsers[desktop.platform] ?? [], [`--app=${target}`])) return 'app-window'
    if (await desktop.openTarget(target)) return 'browser'
  } catch {
    // no place for the file: the address is printed
  }
  rmSync(file, { force: true })
  return 'nowhere'
}

/** Without a display a browser would only fill the terminal with complaints. */
const hasScreen = ({ platform, env }: Desktop): boolean =>
  platform !== 'linux' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY'])

/** The address is made here of letters that need no escaping. */
const launchPage = (url: string): string => `<!doctype html>
<meta charset="utf-8"><meta name="color-scheme" content="dark light"><meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url=${url}">
<title>Lastmile</title>
`

/** The desktop of this machine. */
export function thisDesktop(
  launchPlace: string,
  { platform, env }: Pick<NodeJS.Process, 'platform' | 'env'> = process,
): Desktop {
  // a browser from a snap sees neither hidden folders nor /tmp
  const launchFolder = platform === 'linux' && existsSync('/snap/bin') ? homedir() : launchPlace
  return {
    platform,
    env,
    launchFolder,
    start: async (names, args) => {
      const { openApp } = await import('open')
      // with several names at once, `open` waits on Linux until the browser is closed
      const tries = platform === 'linux' ? names : [[...names]]
      for (const name of tries) {
        const isUp = await openApp(name, { arguments: args }).then(staysUp, () => false)
        if (isUp) return true
      }
      return false
    },
    openTarget: async (target) => {
      const { default: open } = await import('open')
      return open(target).then(staysUp, () => false)
    },
  }
}

/** Whether a program still runs after a moment, or handed the page to one that does. */
function staysUp(child: ChildProcess): Promise<boolean> {
  if (child.exitCode !== null) return Promise.resolve(child.exitCode === 0)
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(true), givesUpWithinMs)
    child.once('exit', (exitCode) => {
      clearTimeout(timer)
      resolve(exitCode === 0)
    })
  })
}
