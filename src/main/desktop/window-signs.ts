import { app, type BrowserWindow, type NativeImage } from 'electron'
import type { DesktopStatus } from './desktop-status'
import type { DesktopTexts } from './desktop-texts'

/** Chromium's way to say: no progress bar. */
const noProgress = -1

/** Show at the dock, launcher or taskbar how many decisions wait and how far the rollouts are. `badge`: for Windows. */
export function showSigns(
  window: BrowserWindow | undefined,
  { attention, progress }: DesktopStatus,
  badge: NativeImage,
  texts: DesktopTexts,
  platform: NodeJS.Platform,
): void {
  const waiting = attention.length
  // macOS, and launchers of Linux that know it
  app.setBadgeCount(waiting)
  if (!window || window.isDestroyed()) return
  if (platform === 'win32') {
    window.setOverlayIcon(waiting === 0 ? null : badge, waiting === 0 ? '' : texts.waitingCount(waiting))
  }
  const mode = attention.some(({ kind }) => kind === 'braked') ? 'paused' : 'normal'
  window.setProgressBar(progress ?? noProgress, { mode: progress === undefined ? 'none' : mode })
}
