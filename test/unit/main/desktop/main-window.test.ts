import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { bringUp, openMainWindow } from '../../../../src/main/desktop/main-window'
import { answers, fakeElectron, FakeWindow, resetElectron } from '../../../helpers/fake-electron'
import { tempFolder } from '../../../helpers/temp-folder'

vi.mock('electron', async () => (await import('../../../helpers/fake-electron')).fakeElectron)
beforeEach(() => resetElectron())
afterEach(() => void vi.useRealTimers())

const laptop = { id: 1, workArea: { x: 0, y: 25, width: 1440, height: 875 } }
const wall = { id: 2, workArea: { x: 1440, y: 0, width: 3840, height: 2120 } }

/** A program that is started again and again. */
function starting(placeFile = join(tempFolder(), 'place.json')) {
  return (...displays: (typeof laptop)[]) => {
    fakeElectron.screen.displays = displays
    openMainWindow({ platform: 'linux', placeFile, hasDevTools: false })
    const window = FakeWindow.opened.at(-1)
    if (!window) throw new Error('no window was opened')
    const { x, y, width, height } = window.options
    return { window, area: { x, y, width, height } }
  }
}

describe('openMainWindow', () => {
  it('opens in the middle of the first screen, whatever the order of the screens', () => {
    // the fake has the first one last
    expect(starting()(wall, laptop).area).toEqual(laptop.workArea)
  })

  it('opens where it was, maximised on the second screen, and is not shown before it can show something', () => {
    const start = starting()
    const { window: first } = start(wall, laptop)
    first.bounds = { x: 2000, y: 100, width: 1500, height: 1000 }
    first.maximize()
    first.tryClose()
    const { window, area } = start(wall, laptop)
    expect([area, window.isShown, window.calls]).toEqual([first.bounds, false, []])
    window.emit('ready-to-show')
    expect([window.isShown, window.isMax, window.isFull]).toEqual([true, true, false])
  })

  it('opens on the first screen when the second one is gone, and on the second one when that is back', () => {
    const start = starting()
    const { window: first } = start(wall, laptop)
    first.bounds = { x: 2000, y: 100, width: 1500, height: 1000 }
    first.maximize()
    first.tryClose()
    const { window: alone, area } = start(laptop)
    alone.emit('ready-to-show')
    expect([area, alone.isMax]).toEqual([laptop.workArea, true])
    // what is noted is where it was the last time
    alone.tryClose()
    expect(start(wall, laptop).area).toEqual(laptop.workArea)
  })

  it.each(['move', 'resize'])('opens where it was although the program crashed, after a %s', (event) => {
    vi.useFakeTimers()
    const start = starting()
    const { window: first } = start(wall, laptop)
    for (const x of [2000, 2100, 2200]) {
      first.bounds = { x, y: 100, width: 1500, height: 1000 }
      first.emit(event)
      vi.advanceTimersByTime(999)
    }
    expect(start(wall, laptop).area).toEqual(laptop.workArea)
    vi.advanceTimersByTime(1)
    expect(start(wall, laptop).area).toEqual(first.bounds)
  })

  it('notes nothing of a window in the taskbar, nor of one that is gone', () => {
    vi.useFakeTimers()
    const start = starting()
    const { window: first } = start(wall, laptop)
    first.maximize()
    first.emit('resize')
    vi.advanceTimersByTime(1_000)
    Object.assign(first, { isMax: false, isMin: true })
    first.emit('move')
    vi.advanceTimersByTime(1_000)
    // closed there by the desktop
    first.emit('close')
    const { window } = start(wall, laptop)
    window.emit('ready-to-show')
    expect(window.isMax).toBe(true)
    first.emit('move')
    first.emit('closed')
    expect(vi.getTimerCount()).toBe(0)
  })

  it('goes back to full screen', () => {
    const start = starting()
    const { window: first } = start(laptop)
    first.setFullScreen(true)
    first.tryClose()
    const { window } = start(laptop)
    window.emit('ready-to-show')
    expect([window.isMax, window.isFull]).toEqual([false, true])
  })

  it('opens as the first time when what was noted is unreadable', () => {
    const placeFile = join(tempFolder(), 'place.json')
    writeFileSync(placeFile, '{"area":')
    const { window, area } = starting(placeFile)(laptop)
    window.emit('ready-to-show')
    expect([area, window.isShown, window.isMax]).toEqual([laptop.workArea, true, false])
  })

  it('has the background of the theme, and follows it until it is closed', () => {
    answers.isSystemDark = false
    const { window } = starting()(laptop)
    expect(window.options.backgroundColor).toBe('#f6f7f9')
    fakeElectron.nativeTheme.themeSource = 'dark'
    answers.isSystemDark = true
    fakeElectron.nativeTheme.themeSource = 'system'
    fakeElectron.nativeTheme.themeSource = 'light'
    const [dark, light] = ['#0b0d11', '#f6f7f9'].map((color) => ['setBackgroundColor', color])
    expect(window.calls).toEqual([dark, dark, light])
    window.tryClose()
    expect(fakeElectron.nativeTheme.listenerCount('updated')).toBe(0)
  })
})

describe('bringUp', () => {
  it('shows a window that is hidden or small, in front', () => {
    const { window } = starting()(laptop)
    bringUp(window as unknown as Parameters<typeof bringUp>[0])
    expect([window.isShown, window.hasFocus, window.calls]).toEqual([true, true, []])
    window.isMin = true
    bringUp(window as unknown as Parameters<typeof bringUp>[0])
    expect(window.calls).toEqual([['restore']])
  })
})
