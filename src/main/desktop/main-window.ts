import { join } from 'node:path'
import { BrowserWindow, nativeTheme, screen } from 'electron'
import { outFolderFor, resourcesFolderFor } from '../page/page-folder'
import { readPlace, writePlace } from './place-file'
import { backgroundOf, windowOptions } from './window-options'
import { placeWithin, type WindowPlace } from './window-place'

/** A window that is dragged moves all the time. */
const settledMs = 1_000

export type MainWindowWishes = {
  readonly platform: NodeJS.Platform
  readonly placeFile: string
  readonly hasDevTools: boolean
}

/** Open the window where it was the last time. It is shown as soon as it has something to show. */
export function openMainWindow({ platform, placeFile, hasDevTools }: MainWindowWishes): BrowserWindow {
  const before = readPlace(placeFile)
  const primary = screen.getPrimaryDisplay()
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id)
  const window = new BrowserWindow(
    windowOptions({
      area: placeWithin(
        before?.area,
        [primary, ...others].map(({ workArea }) => workArea),
      ),
      isDark: nativeTheme.shouldUseDarkColors,
      preload: join(outFolderFor(import.meta.url, 'preload'), 'preload.cjs'),
      icon: join(resourcesFolderFor(import.meta.url), 'icons', '256x256.png'),
      platform,
      hasDevTools,
    }),
  )
  window.once('ready-to-show', () => {
    // each of these shows a window that is hidden
    if (before?.isMaximized) window.maximize()
    if (before?.isFullScreen) window.setFullScreen(true)
    window.show()
  })
  notePlace(window, placeFile)
  followTheme(window)
  return window
}

/** Where it was the last time is noted when it is closed, and while it is open as well: the program may crash. */
function notePlace(window: BrowserWindow, placeFile: string): void {
  let timer: NodeJS.Timeout | undefined
  const note = () => {
    // one in the taskbar is neither maximised nor full screen, but comes back as it was
    if (!window.isMinimized()) writePlace(placeFile, placeOf(window))
  }
  const noteSoon = () => {
    clearTimeout(timer)
    timer = setTimeout(note, settledMs)
    timer.unref()
  }
  window.on('move', noteSoon)
  window.on('resize', noteSoon)
  window.on('close', note)
  window.on('closed', () => clearTimeout(timer))
}

/** A page that is loaded again flashes no more than the first time; the title bar is the system's, and follows by itself. */
function followTheme(window: BrowserWindow): void {
  const paint = () => window.setBackgroundColor(backgroundOf(nativeTheme.shouldUseDarkColors))
  nativeTheme.on('updated', paint)
  window.on('closed', () => nativeTheme.off('updated', paint))
}

/** Bring a window to the front, wherever it is. */
export function bringUp(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore()
  window.show()
  window.focus()
}

const placeOf = (window: BrowserWindow): WindowPlace => ({
  area: window.getNormalBounds(),
  isMaximized: window.isMaximized(),
  isFullScreen: window.isFullScreen(),
})
