import type { BrowserWindowConstructorOptions } from 'electron'
import { smallestWindow, type Area } from './window-place'

/** The background of the page in its two themes, so that nothing flashes before it is drawn. */
const backgrounds = { dark: '#0b0d11', light: '#f6f7f9' } as const

/** What a window shows before its page does. Pure. */
export const backgroundOf = (isDark: boolean): string => backgrounds[isDark ? 'dark' : 'light']

export type WindowWishes = {
  readonly area: Area
  readonly isDark: boolean
  readonly preload: string
  readonly icon: string
  readonly platform: NodeJS.Platform
  readonly hasDevTools: boolean
}

/** How the window is made. What concerns security is written out, whatever the defaults are or become. Pure. */
export function windowOptions(wishes: WindowWishes): BrowserWindowConstructorOptions {
  const { area, isDark, preload, icon, platform, hasDevTools } = wishes
  return {
    ...area,
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    title: 'Lastmile',
    show: false,
    backgroundColor: backgroundOf(isDark),
    // the page has no title bar of its own: each platform shows its own, and what waits stands in its title
    titleBarStyle: 'default',
    autoHideMenuBar: false,
    // on other systems it belongs to the application
    ...(platform === 'linux' ? { icon } : {}),
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
      // dictionaries would be fetched from elsewhere
      spellcheck: false,
      devTools: hasDevTools,
      // a launch that is watched from behind another window has to be right as well
      backgroundThrottling: false,
    },
  }
}
