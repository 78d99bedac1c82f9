import { basename, join } from 'node:path'
import { readFileSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { DesktopShell } from '../../../../src/main/desktop/desktop-shell'
import { PagePlace } from '../../../../src/main/desktop/page-place'
import { PushHub } from '../../../../src/main/ipc/push-hub'
import type { OwnedConsole } from '../../../../src/main/open-client'
import { AppError } from '../../../../src/shared/errors/app-error'
import { channels } from '../../../../src/shared/ipc/desktop-line'
import {
  answers,
  asked,
  fakeElectron,
  FakeNotice,
  FakeTray,
  FakeWindow,
  resetElectron,
} from '../../../helpers/fake-electron'
import { openRollout } from '../../../helpers/open-rollout'
import { tempFolder } from '../../../helpers/temp-folder'

vi.mock('electron', async () => (await import('../../../helpers/fake-electron')).fakeElectron)
beforeEach(() => {
  resetElectron()
  vi.useFakeTimers()
})
afterEach(() => void vi.useRealTimers())

async function openShell(place?: object, pageAt?: string, platform: NodeJS.Platform = 'linux') {
  const board = { environments: [], apps: [], cells: [], recent: [], open: [] as ReturnType<typeof openRollout>[] }
  const pushes = new PushHub()
  const likes = { theme: 'dark', density: 'comfortable', language: 'en' }
  const noRollouts = () => {
    throw new AppError('rollout.unknown', { details: { rollout: 'gone' } })
  }
  const handlers = { 'board:show': () => board, 'preferences:read': () => likes, 'rollout:events': noRollouts }
  const folder = tempFolder()
  if (place) writeFileSync(join(folder, 'place.json'), JSON.stringify(place))
  const console = { handlers, pushes, folder: { root: folder } } as unknown as OwnedConsole
  const refused: string[] = []
  const shell = await DesktopShell.open(console, {
    platform,
    hasDevTools: false,
    placeFile: join(folder, 'place.json'),
    pagePlace: new PagePlace(join(folder, 'page.json'), pageAt),
    refused: (what) => void refused.push(what),
  })
  const [window] = FakeWindow.opened
  if (!window) throw new Error('no window was opened')
  const shownEarly = window.isShown
  window.emit('ready-to-show')
  /** The open rollouts are these from now on. */
  const go = async (...open: ReturnType<typeof openRollout>[]) => {
    board.open = open
    pushes.send('inventory:changed', {})
    pushes.flush()
    await vi.advanceTimersByTimeAsync(1_000)
  }
  /** The page has its line. */
  const connect = () => {
    const { mainFrame } = window.webContents
    const port = { on: () => undefined, start: () => undefined, close: () => undefined, postMessage: () => undefined }
    fakeElectron.ipcMain.emit(channels.connect, {
      sender: { id: window.webContents.id, mainFrame },
      senderFrame: mainFrame,
      ports: [port],
    })
  }
  return { shell, window, shownEarly, go, connect, folder, refused, pushes }
}

const waiting = openRollout({ rollout: 'k7m2', phase: 'waiting', gate: 'batch-1' })
const running = openRollout({ rollout: 'p4x9', phase: 'running', hosts: 10, done: 5 })

describe('DesktopShell', () => {
  it('opens one window on our page, and brings it up again', async () => {
    const { shell, window } = await openShell()
    shell.show()
    expect(FakeWindow.opened).toHaveLength(1)
    expect(window.webContents.loaded).toEqual(['app://lastmile/'])
    expect([window.isShown, window.hasFocus]).toEqual([true, true])
  })

  it('keeps wishes until the page has its line', async () => {
    const { shell, window, connect } = await openShell()
    await shell.open({ kind: 'place', place: '/rollouts/k7m2' })
    expect(window.webContents.sent).toEqual([])
    connect()
    await shell.open({ kind: 'place', place: '/rollouts/p4x9' })
    expect(window.webContents.sent).toEqual([
      ['lastmile:wish', { kind: 'go', place: '/rollouts/k7m2' }],
      ['lastmile:wish', { kind: 'go', place: '/rollouts/p4x9' }],
    ])
  })

  it('shows the page a file that was opened with it, and says why it cannot', async () => {
    const { shell, window, connect, folder } = await openShell()
    connect()
    writeFileSync(join(folder, 'lastmile.yml'), 'app: shop\n')
    await shell.open({ kind: 'file', path: join(folder, 'lastmile.yml') })
    expect(window.webContents.sent).toEqual([
      ['lastmile:wish', { kind: 'file', text: 'app: shop\n', fileName: 'lastmile.yml' }],
    ])
    await shell.open({ kind: 'file', path: join(folder, 'none.yml') })
    expect(asked.at(-1)?.[0]).toBe('dialog.showErrorBox')
    expect(String(asked.at(-1)?.[2])).toContain('none.yml cannot be read (ENOENT)')
  })

  /** Choose an item of the File menu. */
  async function chooseFile() {
    const [, menu] = asked.findLast(([what]) => what === 'Menu.setApplicationMenu') ?? []
    type Item = { readonly label?: string; readonly submenu?: readonly Item[]; readonly click?: () => void }
    const items = (menu as { template: readonly Item[] }).template.flatMap(({ submenu = [] }) => submenu)
    items.find(({ label }) => label === 'Open lastmile.yml…')?.click?.()
    await vi.advanceTimersByTimeAsync(0)
  }
  const dialogs = () => asked.filter(([what]) => what === 'dialog.showOpenDialog')

  it('asks for a file with the dialog of the system, in front of its window', async () => {
    const { window, connect, folder } = await openShell()
    connect()
    window.isShown = false
    const file = join(folder, 'lastmile.yml')
    writeFileSync(file, 'app: shop\n')
    answers.chosenFiles = [file]
    await chooseFile()
    const filters = [{ name: 'Launch process (lastmile.yml)', extensions: ['yml', 'yaml'] }]
    expect(dialogs()).toEqual([['dialog.showOpenDialog', window, { filters, properties: ['openFile'] }]])
    expect(window.isShown).toBe(true)
    const wish = ['lastmile:wish', { kind: 'file', text: 'app: shop\n', fileName: 'lastmile.yml' }]
    await vi.waitFor(() => expect(window.webContents.sent).toEqual([wish]))
  })

  it('opens nothing when that dialog is closed, and says why a chosen file cannot be opened', async () => {
    const { window, connect } = await openShell()
    connect()
    await chooseFile()
    expect([dialogs().length, window.webContents.sent]).toEqual([1, []])
    answers.chosenFiles = ['/nowhere/lastmile.yml']
    await chooseFile()
    await vi.waitFor(() => expect(asked.at(-1)?.[0]).toBe('dialog.showErrorBox'))
    expect([asked.at(-1)?.[1], window.webContents.sent]).toEqual(['This file cannot be opened.', []])
  })

  it('opens a window for that dialog where there is none, but not once it has let go', async () => {
    const { shell, window } = await openShell()
    window.emit('closed')
    await chooseFile()
    expect(dialogs().map(([, parent]) => parent)).toEqual([FakeWindow.opened[1]])
    shell.close()
    await chooseFile()
    expect([dialogs().length, FakeWindow.opened.length]).toEqual([1, 2])
  })

  it('shows at the dock what waits and how far it is', async () => {
    const { window, go } = await openShell()
    await go(waiting, running)
    expect(asked).toContainEqual(['app.setBadgeCount', 1])
    expect(window.calls.at(-1)).toEqual(['setProgressBar', 0.5, { mode: 'normal' }])
    await go()
    expect(asked).toContainEqual(['app.setBadgeCount', 0])
    expect(window.calls.at(-1)).toEqual(['setProgressBar', -1, { mode: 'none' }])
  })

  it('has an item beside the clock while a rollout is in progress', async () => {
    const { go } = await openShell()
    expect(FakeTray.there).toHaveLength(0)
    await go(running, waiting)
    expect(FakeTray.there.map(({ toolTip }) => toolTip)).toEqual(['Lastmile · 2 rollouts in progress'])
    expect(FakeTray.there[0]?.menu.flatMap(({ label }) => label ?? [])).toEqual([
      'shop 4.2.1 · production: A decision waits for you',
      'shop 4.2.1 · production: 5/10',
      'Show Lastmile',
      'Quit Lastmile',
    ])
    await go()
    expect(FakeTray.there).toHaveLength(0)
  })

  it('tells of a decision once, when nobody looks, and leads to it', async () => {
    const { window, go, connect } = await openShell()
    connect()
    window.hasFocus = true
    await go(waiting)
    expect(FakeNotice.shown).toHaveLength(0)
    window.hasFocus = false
    await go(waiting, running)
    expect(FakeNotice.shown).toHaveLength(0)
    await go({ ...waiting, gate: 'batch-2' })
    await go({ ...waiting, gate: 'batch-2' }, running)
    const [notice, ...more] = FakeNotice.shown
    expect([notice?.options.title, notice?.options.body, more]).toEqual([
      'A decision waits for you',
      'shop 4.2.1 · production',
      [],
    ])
    expect(notice?.options.actions).toEqual([{ type: 'button', text: 'Open' }])
    // on Windows it waits where a person finds it later
    notice?.timeOut()
    await go({ ...waiting, gate: 'batch-2' })
    notice?.emit('action')
    expect(window.webContents.sent).toEqual([['lastmile:wish', { kind: 'go', place: '/rollouts/k7m2' }]])
    expect([notice?.isClosed, window.hasFocus]).toEqual([true, true])
  })

  it('takes a notice away once it is decided, also one that timed out', async () => {
    const { go } = await openShell()
    await go(waiting)
    const [notice] = FakeNotice.shown
    notice?.timeOut()
    await go(running)
    expect(notice?.isClosed).toBe(true)
  })

  it('notes why the system shows no notice, and goes on', async () => {
    const { go, refused } = await openShell()
    await go(waiting)
    FakeNotice.shown[0]?.emit('failed', {}, 'not signed')
    await go()
    expect(refused).toEqual(['a notice that the system does not show: not signed'])
    expect(FakeNotice.shown[0]?.isClosed).toBe(false)
  })

  it('goes on in the tray when a person says so', async () => {
    const { window, go } = await openShell()
    await go(running)
    answers.chosenButton = 0
    expect(window.tryClose()).toBe(false)
    await vi.advanceTimersByTimeAsync(0)
    expect([window.isShown, FakeTray.there.length]).toEqual([false, 1])
    // over, but out of sight: there must be a way back
    await go()
    expect(FakeTray.there).toHaveLength(1)
    FakeTray.there[0]?.menu.find(({ label }) => label === 'Show Lastmile')?.click?.()
    expect([window.isShown, FakeTray.there.length]).toEqual([true, 0])
  })

  it.each([
    ['darwin', 'trayTemplate.png', false],
    ['win32', 'tray.png', true],
    ['linux', 'tray.png', false],
  ] as const)('has the item of %s there', async (platform, image, opensWindow) => {
    const { window, go } = await openShell(undefined, undefined, platform)
    await go(running)
    window.hide()
    FakeTray.there[0]?.emit('click')
    expect([basename(FakeTray.there[0]?.image.path ?? ''), window.isShown]).toEqual([image, opensWindow])
  })

  it('closes its window on macOS without asking, and leaves nothing beside the clock once all is over', async () => {
    const { shell, window, go } = await openShell(undefined, undefined, 'darwin')
    await go(running)
    expect([window.tryClose(), asked.some(([what]) => what === 'dialog.showMessageBox')]).toEqual([true, false])
    expect(FakeTray.there).toHaveLength(1)
    await go()
    expect(FakeTray.there).toHaveLength(0)
    shell.show()
    expect(FakeWindow.opened).toHaveLength(2)
  })

  it('leaves full screen before it hides on macOS, and stays when somebody wants it back meanwhile', async () => {
    const { shell, window, go } = await openShell(undefined, undefined, 'darwin')
    await go(running)
    const keep = async () => {
      window.isFull = true
      shell.quitGuard.onEnd({ preventDefault: () => undefined })
      await vi.advanceTimersByTimeAsync(0)
    }
    await keep()
    expect([window.isShown, window.calls.at(-1)]).toEqual([true, ['setFullScreen', false]])
    window.emit('leave-full-screen')
    expect(window.isShown).toBe(false)
    shell.show()
    await keep()
    shell.show()
    window.emit('leave-full-screen')
    expect(window.isShown).toBe(true)
  })

  it('ends when a person says so, and without asking when nothing goes on', async () => {
    const { window, go } = await openShell()
    await go(running)
    answers.chosenButton = 1
    window.tryClose()
    await vi.advanceTimersByTimeAsync(0)
    expect(asked.at(-1)).toEqual(['app.quit'])
    expect(window.tryClose()).toBe(true)
  })

  it('brings the page back after a crash, and keeps wishes until then', async () => {
    const { shell, window, connect } = await openShell()
    connect()
    window.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 })
    shell.wish({ kind: 'go', place: '/fleet' })
    expect([window.webContents.loaded.length, window.webContents.sent]).toEqual([2, []])
    connect()
    expect(window.webContents.sent).toHaveLength(1)
  })

  it('begins where the page was, in a later window as well', async () => {
    const { shell, window } = await openShell(undefined, '/fleet?app=shop')
    expect(window.webContents.loaded).toEqual(['app://lastmile/#/fleet?app=shop'])
    window.webContents.goTo('/settings')
    window.emit('closed')
    shell.show()
    expect(FakeWindow.opened[1]?.webContents.loaded).toEqual(['app://lastmile/#/settings'])
  })

  it.each([
    ['/rollouts/gone', 'app://lastmile/'],
    ['/history/gone', 'app://lastmile/#/history'],
  ])('begins not at %s, of which nothing is known', async (pageAt, address) => {
    const { window } = await openShell(undefined, pageAt)
    expect(window.webContents.loaded).toEqual([address])
  })

  it('notes where the page is when it lets go', async () => {
    const { shell, window, folder } = await openShell()
    window.webContents.goTo('/rollouts/k7m2')
    shell.close()
    expect(readFileSync(join(folder, 'page.json'), 'utf8')).toBe('{"place":"/rollouts/k7m2"}')
  })

  it('follows the language and the theme that a person chooses', async () => {
    answers.isSystemDark = false
    const { pushes, window } = await openShell()
    // that of the person, not that of the system; the page comes up in it
    expect([fakeElectron.nativeTheme.themeSource, window.options.backgroundColor]).toEqual(['dark', '#0b0d11'])
    pushes.send('preferences:changed', { theme: 'light', density: 'compact', language: 'zh-CN' })
    pushes.flush()
    expect(fakeElectron.nativeTheme.themeSource).toBe('light')
    expect(window.calls).toContainEqual(['setBackgroundColor', '#f6f7f9'])
    expect(JSON.stringify(asked.findLast(([what]) => what === 'Menu.setApplicationMenu'))).toContain('文件')
  })

  it('shows them at a window that is opened later as well', async () => {
    const { shell, window, go } = await openShell()
    await go(waiting, running)
    window.emit('closed')
    shell.show()
    const later = FakeWindow.opened[1]
    later?.emit('ready-to-show')
    expect(later?.calls).toEqual([['setProgressBar', 0.5, { mode: 'normal' }]])
  })

  it('is as large as it was before, but not shown before it has something to show', async () => {
    const area = { x: 10, y: 20, width: 1200, height: 800 }
    const { window, shownEarly } = await openShell({ area, isMaximized: true, isFullScreen: true })
    const calls = window.calls.map(([what]) => what).filter((what) => what !== 'setProgressBar')
    expect([shownEarly, window.isShown, calls]).toEqual([false, true, ['maximize', 'setFullScreen']])
  })

  it('asks again when a shutdown of Windows was called off', async () => {
    const { window, go } = await openShell()
    await go(running)
    window.emit('query-session-end')
    await vi.advanceTimersByTimeAsync(31_000)
    answers.chosenButton = 2
    expect(window.tryClose()).toBe(false)
    window.emit('session-end')
    expect(window.tryClose()).toBe(true)
  })

  it('opens no window any more once it has let go', async () => {
    const { shell, window, folder } = await openShell()
    shell.close()
    window.emit('closed')
    asked.length = 0
    shell.show()
    shell.tellUpdate('9.9.9')
    shell.tellLostFile('/disk/report.html')
    await shell.open({ kind: 'place', place: '/fleet' })
    await shell.open({ kind: 'file', path: join(folder, 'none.yml') })
    expect([FakeWindow.opened.length, FakeTray.there, asked]).toEqual([1, [], []])
  })

  it('lets go', async () => {
    const { shell, go, connect, window } = await openShell()
    await go(running)
    shell.close()
    await go(waiting)
    connect()
    expect([FakeTray.there.length, window.webContents.sent]).toEqual([0, []])
  })
})
