import type { BrowserWindow, NativeImage } from 'electron'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { nothingGoesOn, type DesktopStatus } from '../../../../src/main/desktop/desktop-status'
import { textsFor } from '../../../../src/main/desktop/desktop-texts'
import { showSigns } from '../../../../src/main/desktop/window-signs'
import { asked, FakeWindow, resetElectron } from '../../../helpers/fake-electron'

vi.mock('electron', async () => (await import('../../../helpers/fake-electron')).fakeElectron)
beforeEach(() => resetElectron())

const badge = { path: 'badge.png' } as unknown as NativeImage
const attention = (...kinds: string[]) => kinds.map((kind) => ({ kind })) as unknown as DesktopStatus['attention']

function shown(status: Partial<DesktopStatus>, platform: NodeJS.Platform, language: 'en' | 'zh-CN' = 'en') {
  const window = new FakeWindow({ x: 0, y: 0, width: 1200, height: 800 })
  const whole = { ...nothingGoesOn, ...status }
  showSigns(window as unknown as BrowserWindow, whole, badge, textsFor(language, 'en'), platform)
  return window.calls
}

describe('showSigns', () => {
  it('puts a badge over the icon in the taskbar of Windows while decisions wait, and says how many', () => {
    const overlays = [
      shown({ attention: attention('gate', 'gate') }, 'win32'),
      shown({ attention: attention('gate') }, 'win32', 'zh-CN'),
      shown({}, 'win32'),
    ].map(([overlay]) => overlay)
    expect(overlays).toEqual([
      ['setOverlayIcon', badge, '2 decisions wait'],
      ['setOverlayIcon', badge, '1 个决定待处理'],
      ['setOverlayIcon', null, ''],
    ])
  })

  it.each(['darwin', 'linux'] as const)('puts the number on the icon on %s', (platform) => {
    const calls = shown({ attention: attention('gate', 'gate'), progress: 0.25 }, platform)
    expect(calls).toEqual([['setProgressBar', 0.25, { mode: 'normal' }]])
    expect(asked).toEqual([['app.setBadgeCount', 2]])
  })

  it('shows a brake at the progress', () => {
    const calls = shown({ attention: attention('gate', 'braked'), progress: 0.5 }, 'linux')
    expect(calls).toEqual([['setProgressBar', 0.5, { mode: 'paused' }]])
  })

  it('counts without a window as well', () => {
    showSigns(undefined, { ...nothingGoesOn, attention: attention('gate') }, badge, textsFor('en', 'en'), 'win32')
    expect(asked).toEqual([['app.setBadgeCount', 1]])
  })
})
