import { EventEmitter } from 'node:events'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { nothingGoesOn } from '../../../../src/main/desktop/desktop-status'
import { runDesktop } from '../../../../src/main/desktop/run-desktop'
import { StatusFollower } from '../../../../src/main/desktop/status-follower'
import { LocalClient } from '../../../../src/main/ipc/local-client'
import { openClient } from '../../../../src/main/open-client'
import { channels } from '../../../../src/shared/ipc/desktop-line'
import { answers, asked, fakeElectron, FakeWindow, resetElectron } from '../../../helpers/fake-electron'
import { tempFolder } from '../../../helpers/temp-folder'

vi.mock('electron', async () => (await import('../../../helpers/fake-electron')).fakeElectron)
vi.mock('../../../../src/main/page/page-folder', async (original) => ({
  ...(await original<object>()),
  // whether it was built or not
  pageFolderFor: () => page.folder,
}))
const page = { folder: '' }
beforeEach(() => {
  resetElectron()
  page.folder = tempFolder()
  writeFileSync(join(page.folder, 'index.html'), '<title>Lastmile</title>')
})
afterEach(async () => {
  // in order, or the console would go on
  if (fakeElectron.app.listenerCount('will-quit') > 0) await end()
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

/** The program is to end. Resolves to whether it waited, once it no longer does. */
async function end(): Promise<boolean> {
  const quits = () => asked.filter(([what]) => what === 'app.quit').length
  const before = quits()
  const isKept = isPrevented('will-quit')
  await vi.waitFor(() => {
    if (isKept && quits() === before) throw new Error('it has not ended')
    // a console lets go within 8 s
  }, 15_000)
  return isKept
}

/** Whether somebody stands in the way of an event of the application. */
function isPrevented(event: string, ...args: unknown[]): boolean {
  let isKept = false
  fakeElectron.app.emit(event, { preventDefault: () => (isKept = true) }, ...args)
  return isKept
}

const questions = () => asked.flatMap(([what, question]) => (what === 'dialog.showMessageBox' ? [question] : []))

/** Another console of the data folder that the desktop is started with. */
async function openOther(options: { readonly webLink?: () => Promise<string> } = {}) {
  const dataFolder = tempFolder()
  vi.stubEnv('LASTMILE_DATA', dataFolder)
  const client = await openClient({ dataFolder, ...options })
  return { client, [Symbol.asyncDispose]: () => client.close() }
}

/** The desktop with a data folder of its own. */
async function openDesktop(
  parts: { words?: string[]; meanwhile?: () => unknown; profile?: string; platform?: NodeJS.Platform } = {},
) {
  const { words = [], meanwhile = () => undefined, profile = tempFolder(), platform = 'linux' } = parts
  const dataFolder = tempFolder()
  vi.stubEnv('LASTMILE_DATA', dataFolder)
  fakeElectron.app.setPath('userData', profile)
  const running = runDesktop(words, platform)
  meanwhile()
  await running
  const [window] = FakeWindow.opened
  if (!window) throw new Error(`no window was opened: ${JSON.stringify(asked)}`)
  return { window, dataFolder }
}

/** The page has its line; resolves to what it was told to show. */
function connect({ webContents: { id, mainFrame, sent } }: FakeWindow): unknown[] {
  const port = { on: () => undefined, start: () => undefined, close: () => undefined, postMessage: () => undefined }
  fakeElectron.ipcMain.emit(channels.connect, { sender: { id, mainFrame }, senderFrame: mainFrame, ports: [port] })
  return sent
}

const going = (place: string) => ['lastmile:wish', { kind: 'go', place }]

describe('runDesktop', () => {
  it('leaves at once when it runs already: that one is told', async () => {
    fakeElectron.app.hasLock = false
    await runDesktop(['lastmile://rollout/k7m2'])
    expect([asked, FakeWindow.opened]).toEqual([[['app.quit']], []])
    expect(fakeElectron.app.eventNames()).toEqual([])
  })

  it('says who has the data folder, and leaves it to that one when the person wants to quit', async () => {
    await using other = await openOther()
    answers.chosenButton = 2
    await runDesktop([])
    expect(questions()).toMatchObject([
      {
        message: 'Another Lastmile is open.',
        detail: expect.stringContaining(`Process ${process.pid} has this data folder`) as string,
        buttons: ['Try again', 'Open its page', 'Quit Lastmile'],
        cancelId: 2,
      },
    ])
    expect([asked.at(-1), FakeWindow.opened]).toEqual([['app.exit', 0], []])
    expect((await other.client.request('console:info', {})).pid).toBe(process.pid)
  })

  it('opens the page of the other one in the browser', async () => {
    await using _other = await openOther({ webLink: () => Promise.resolve('http://127.0.0.1:4680/?token=t') })
    answers.chosenButton = 1
    await runDesktop([])
    expect(asked.slice(-2)).toEqual([
      ['shell.openExternal', 'http://127.0.0.1:4680/?token=t'],
      ['app.exit', 0],
    ])
  })

  it('says why that one has no page, and asks again', async () => {
    await using _other = await openOther()
    answers.onQuestion = () => (answers.chosenButton = questions().length === 1 ? 1 : 2)
    await runDesktop([])
    const [, title, text] = asked.find(([what]) => what === 'dialog.showErrorBox') ?? []
    expect([title, text]).toEqual(['Its page cannot be opened.', expect.stringContaining('is not served to browsers')])
    expect([questions().length, asked.at(-1)]).toEqual([2, ['app.exit', 0]])
  })

  it.for([
    ['another try', 0],
    ['its page', 1],
  ] as const)('opens the folder once the other one has ended, when the person wants %s', async ([, button]) => {
    await using other = await openOther()
    answers.chosenButton = button
    answers.onQuestion = () => other.client.close()
    await runDesktop([])
    expect(questions()).toHaveLength(1)
    expect(
      asked.filter(([what, title]) => what === 'dialog.showErrorBox' && title === 'Its page cannot be opened.'),
    ).toEqual([])
  })

  it('says why a data folder cannot be used', async () => {
    const dataFolder = tempFolder()
    mkdirSync(join(dataFolder, 'lastmile.db'))
    vi.stubEnv('LASTMILE_DATA', dataFolder)
    await runDesktop([])
    expect(asked.find(([name]) => name === 'dialog.showErrorBox')?.[1]).toBe('Lastmile cannot start.')
    expect(asked.at(-1)).toEqual(['app.exit', 1])
  })

  it('guards every page before there is one', async () => {
    const { window } = await openDesktop()
    expect(window.webContents.openHandler?.({ url: 'file:///etc/passwd' })).toEqual({ action: 'deny' })
    let isKept = false
    window.webContents.emit('will-navigate', { url: 'https://example.com/', preventDefault: () => (isKept = true) })
    expect(isKept).toBe(true)
  })

  it.for([[[]], [['--devtools']]] as const)('guards the session of %j', async ([words]) => {
    await openDesktop({ words: [...words] })
    const session = fakeElectron.session.defaultSession
    expect(Object.keys(session.told).toSorted()).toEqual(['check', 'device', 'request'])
    const urls = ['app://lastmile/x.js', 'https://example.com/', 'devtools://devtools/bundled/a.js']
    expect(urls.map((url) => session.lets(url))).toEqual([true, false, words.length > 0])
  })

  it('answers for the origin of the page', async () => {
    await openDesktop()
    const [, scheme, answer] = asked.find(([what]) => what === 'protocol.handle') ?? []
    const response = await (answer as (request: object) => Promise<Response>)({ url: 'app://lastmile/', method: 'GET' })
    expect([scheme, response.status, await response.text()]).toEqual(['app', 200, '<title>Lastmile</title>'])
  })

  it('opens what it was started with, and what came before it was ready', async () => {
    const { window } = await openDesktop({
      words: ['lastmile://rollout/first'],
      meanwhile: () => isPrevented('open-url', 'lastmile://rollout/second'),
    })
    expect(connect(window)).toEqual([going('/rollouts/first'), going('/rollouts/second')])
  })

  it.for([
    ['where the page was when the program ended', [], 'app://lastmile/#/fleet?app=shop'],
    ['at the board when it is opened with a link', ['lastmile://rollout/k7m2'], 'app://lastmile/'],
    ['at the board when it is opened with a file', ['/shop/lastmile.yml'], 'app://lastmile/'],
  ] as const)('begins %s', async ([, words, address]) => {
    const profile = tempFolder()
    const file = join(profile, 'page-place.json')
    writeFileSync(file, '{"place":"/fleet?app=shop"}')
    const { window } = await openDesktop({ words: [...words], profile })
    expect(window.webContents.loaded).toEqual([address])
    // written as the page moves, so that it is there after a crash as well
    window.webContents.goTo('/checklists')
    await vi.waitFor(() => expect(readFileSync(file, 'utf8')).toBe('{"place":"/checklists"}'), 5_000)
  })

  it('begins at the board when the rollout of that place is gone', async () => {
    const profile = tempFolder()
    writeFileSync(join(profile, 'page-place.json'), '{"place":"/rollouts/k7m2p4x9ab"}')
    const { window } = await openDesktop({ profile })
    expect(window.webContents.loaded).toEqual(['app://lastmile/'])
  })

  it('begins there although another start only wanted the window', async () => {
    const profile = tempFolder()
    writeFileSync(join(profile, 'page-place.json'), '{"place":"/fleet"}')
    const meanwhile = () => fakeElectron.app.emit('second-instance', {}, ['lastmile-desktop'], '/')
    const { window } = await openDesktop({ profile, meanwhile })
    expect(window.webContents.loaded).toEqual(['app://lastmile/#/fleet'])
  })

  it('lets the page save where the person says, and tells of a file that is lost', async () => {
    await openDesktop()
    const save = (url: string, state: string, path: string) => {
      const item = Object.assign(new EventEmitter(), {
        getURL: () => url,
        getSavePath: () => path,
        getFilename: () => 'report.html',
      })
      let isKept = false
      fakeElectron.session.defaultSession.emit('will-download', { preventDefault: () => (isKept = true) }, item)
      item.emit('done', {}, state)
      return isKept
    }
    const lost = () => asked.filter(([what]) => what === 'dialog.showErrorBox')
    // Electron asks for a place when none is set, which this item could not take
    expect(save('blob:app://lastmile/1', 'completed', '/home/ann/report.html')).toBe(false)
    save('blob:app://lastmile/2', 'cancelled', '')
    expect([save('https://example.com/setup.exe', 'cancelled', ''), lost()]).toEqual([true, []])
    save('blob:app://lastmile/3', 'interrupted', '/full/report.html')
    save('blob:app://lastmile/4', 'interrupted', '')
    expect(lost()).toEqual([
      ['dialog.showErrorBox', 'This file could not be saved.', '/full/report.html'],
      ['dialog.showErrorBox', 'This file could not be saved.', 'report.html'],
    ])
  })

  it('opens its window where it was closed the last time', async () => {
    const profile = tempFolder()
    const { window } = await openDesktop({ profile })
    window.bounds = { x: 120, y: 80, width: 1300, height: 820 }
    window.maximize()
    window.tryClose()
    await end()
    resetElectron()
    const { window: next } = await openDesktop({ profile })
    expect(next.options).toMatchObject({ x: 120, y: 80, width: 1300, height: 820 })
    next.emit('ready-to-show')
    expect(next.isMax).toBe(true)
  })

  it('hears of links, files and other starts', async () => {
    const { window, dataFolder } = await openDesktop()
    const sent = connect(window)
    expect(isPrevented('open-url', 'lastmile://rollout/k7m2')).toBe(true)
    fakeElectron.app.emit('second-instance', {}, ['lastmile-desktop', 'lastmile://rollout/p4x9'], '/')
    expect(sent.splice(0)).toEqual([going('/rollouts/k7m2'), going('/rollouts/p4x9')])
    const file = join(dataFolder, 'lastmile.yml')
    writeFileSync(file, 'app: shop\n')
    const wish = ['lastmile:wish', { kind: 'file', text: 'app: shop\n', fileName: 'lastmile.yml' }]
    expect(isPrevented('open-file', file)).toBe(true)
    await vi.waitFor(() => expect(sent.splice(0)).toEqual([wish]))
    window.hasFocus = false
    fakeElectron.app.emit('second-instance', {}, ['lastmile-desktop'], '/')
    expect([window.hasFocus, sent]).toEqual([true, []])
  })

  it('asks before it ends while a rollout goes on, but not when the machine goes down', async () => {
    vi.spyOn(StatusFollower.prototype, 'status', 'get').mockReturnValue({
      ...nothingGoesOn,
      moving: [{ rollout: 'k7m2', app: 'shop', version: '4.2.1', environment: 'production', done: 1, hosts: 2 }],
    })
    await openDesktop()
    answers.chosenButton = 2
    expect(isPrevented('before-quit')).toBe(true)
    await vi.waitFor(() => expect(questions()).toHaveLength(1))
    fakeElectron.powerMonitor.emit('shutdown', { preventDefault: () => undefined })
    expect([asked.at(-1), isPrevented('before-quit')]).toEqual([['app.quit'], false])
  })

  it('gives the console the keychain for logins, and has all forgotten that is in it', async () => {
    const profile = tempFolder()
    const file = join(profile, 'login-keychain.json')
    writeFileSync(
      file,
      '{"version":1,"entries":{"lastmile-ssh-passphrase//k/id":"Yg==","lastmile-ssh-password/me":"Yg=="}}',
    )
    const { dataFolder } = await openDesktop({ profile })
    const client = await openClient({ dataFolder })
    const { remembered } = await client.request('identity:list', {})
    expect(remembered).toEqual({ keys: [], accounts: [], inKeychain: { keys: ['/k/id'], accounts: ['me'] } })
    await client.request('identity:forget', {})
    expect(readFileSync(file, 'utf8')).toBe('{"version":1,"entries":{}}')
    await client.close()
  })

  it('lets go of the console before it ends', async () => {
    const { dataFolder } = await openDesktop()
    expect(await end()).toBe(true)
    const next = await openClient({ dataFolder })
    expect(next).toBeInstanceOf(LocalClient)
    await next.close()
    expect(isPrevented('will-quit')).toBe(false)
  })

  it.for([
    ['darwin', [], ['lastmile']],
    ['win32', [['app.quit']], ['lastmile']],
    // the installers say it there
    ['linux', [['app.quit']], []],
  ] as const)(
    'opens links, its window again, and ends with the last one as on %s',
    async ([platform, quits, links]) => {
      const { window } = await openDesktop({ platform })
      expect(asked.flatMap(([what, scheme]) => (what === 'app.setAsDefaultProtocolClient' ? [scheme] : []))).toEqual(
        links,
      )
      window.tryClose()
      fakeElectron.app.emit('activate')
      expect(FakeWindow.opened).toHaveLength(2)
      asked.length = 0
      fakeElectron.app.emit('window-all-closed')
      expect(asked).toEqual(quits)
    },
  )

  it.for([
    ['as it is', {}, []],
    ['without one', { 'no-sandbox': '' }, ['The page runs without a sandbox.']],
  ] as const)('says that the page has no sandbox when it is started %s', async ([, switches, said]) => {
    Object.assign(fakeElectron.app, { switches })
    const { dataFolder } = await openDesktop()
    expect(questions().map((question) => (question as { message: string }).message)).toEqual(said)
    const log = join(dataFolder, 'desktop.log')
    const noted = existsSync(log) ? readFileSync(log, 'utf8').match(/the page runs without a sandbox/g) : null
    expect(noted?.length ?? 0).toBe(said.length)
  })
})
