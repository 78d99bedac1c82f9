import { describe, expect, it } from 'vitest'
import { windowOptions } from '../../../../src/main/desktop/window-options'

const wishes = {
  area: { x: 5, y: 6, width: 1440, height: 900 },
  isDark: true,
  preload: '/app/out/preload/preload.cjs',
  icon: '/app/icon.png',
  platform: 'linux',
  hasDevTools: false,
} as const

describe('windowOptions', () => {
  it('shut the page into the sandbox', () => {
    expect(windowOptions(wishes).webPreferences).toEqual({
      preload: '/app/out/preload/preload.cjs',
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
      spellcheck: false,
      devTools: false,
      backgroundThrottling: false,
    })
  })

  it('open the tools of Chromium only when they are wanted', () => {
    expect(windowOptions({ ...wishes, hasDevTools: true }).webPreferences?.devTools).toBe(true)
  })

  it.each(['darwin', 'linux', 'win32'] as const)(
    'leave the title bar of %s to the system, with its menu',
    (platform) => {
      const { titleBarStyle, titleBarOverlay, frame, transparent, autoHideMenuBar, title } = windowOptions({
        ...wishes,
        platform,
      })
      expect({ titleBarStyle, titleBarOverlay, frame, transparent, autoHideMenuBar, title }).toEqual({
        titleBarStyle: 'default',
        // a page without a bar of its own would lie under the buttons
        titleBarOverlay: undefined,
        frame: undefined,
        transparent: undefined,
        autoHideMenuBar: false,
        title: 'Lastmile',
      })
    },
  )

  it('are where and how large they are told, and no smaller than the page can be', () => {
    const { x, y, width, height, minWidth, minHeight } = windowOptions(wishes)
    expect([x, y, width, height, minWidth, minHeight]).toEqual([5, 6, 1440, 900, 1024, 700])
  })

  it('have the background of the theme, and an icon where the system has none', () => {
    const { backgroundColor, icon, show } = windowOptions(wishes)
    expect([backgroundColor, icon, show]).toEqual(['#0b0d11', '/app/icon.png', false])
    const mac = windowOptions({ ...wishes, isDark: false, platform: 'darwin' })
    expect([mac.backgroundColor, mac.icon]).toEqual(['#f6f7f9', undefined])
    expect(windowOptions({ ...wishes, platform: 'win32' }).icon).toBeUndefined()
  })
})
