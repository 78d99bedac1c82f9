import { join } from 'node:path'
import { app, dialog, protocol, session, shell } from 'electron'
import { toWireError } from '../../shared/errors/app-error'
import type { ConsoleClient } from '../ipc/console-client'
import type { OwnedConsole } from '../open-client'
import { DoorLog } from '../page/door-log'
import { readPageFiles } from '../page/page-files'
import { pageFolderFor } from '../page/page-folder'
import { appScheme } from './app-origin'
import { openDesktopConsole } from './desktop-console'
import { linkScheme, parseArguments, parseLink, type Opened } from './desktop-links'
import { askWhenTaken } from './desktop-questions'
import { DesktopShell, type ShellWishes } from './desktop-shell'
import { textsFor } from './desktop-texts'
import { disposeAtEnd, endWithSystem } from './farewell'
import { nameNode } from './find-node'
import { followDownloads, guardContents, guardSession } from './guards'
import { ElectronKeepAwake } from './keep-awake'
import { openLoginKeychain } from './login-keychain'
import { PagePlace, takePlace } from './page-place'
import { pageAnswerer } from './page-protocol'
import { openDesktopKeychain } from './safe-keychain'
import { feedVariable, loadUpdater, lookForUpdates } from './updates'

/** The tools of Chromium on the page, in an installed application only when somebody asks for them. */
const devToolsWord = '--devtools'

/** The window and the console in this process, until a person ends them. `words`: what the program was started with. */
export async function runDesktop(
  words: readonly string[],
  platform: NodeJS.Platform = process.platform,
): Promise<void> {
  const waiting: Opened[] = []
  let open = (what: Opened): void => void waiting.push(what)
  // the one that runs already is told what this one was asked for
  if (!app.requestSingleInstanceLock()) return app.quit()
  listenToSystem((what) => open(what), platform)
  const asked = parseArguments(words, process.cwd())
  if (asked) waiting.push(asked)
  await app.whenReady()
  try {
    const owned = await ownConsole()
    if (!owned) return app.exit(0)
    const wishes = {
      platform,
      hasDevTools: !app.isPackaged || words.includes(devToolsWord),
      // a person who asks for something else does not want to be where they were
      pagePlace: openPagePlace(waiting.every(({ kind }) => kind === 'window')),
    }
    const shell = await openShell(owned, wishes).catch(async (error: unknown) => {
      // in order, as at any end: it may have taken rollouts up
      await owned.dispose().catch(() => undefined)
      throw error
    })
    if (app.isPackaged && app.commandLine.hasSwitch('no-sandbox')) shell.tellOpenSandbox()
    open = (what) => void shell.open(what)
    for (const what of waiting) open(what)
  } catch (error) {
    dialog.showErrorBox(texts().cannotStart, toWireError(error).message)
    app.exit(1)
  }
}

/** Before the preferences are known. */
const texts = () => textsFor(undefined, app.getLocale())

/** Links and files come by events on macOS, elsewhere as arguments of another start. */
function listenToSystem(open: (what: Opened) => void, platform: NodeJS.Platform): void {
  // on Linux the desktop entry of the installer says so, and an AppImage has none that is installed
  if (app.isPackaged && platform !== 'linux') app.setAsDefaultProtocolClient(linkScheme)
  app.on('open-url', (event, url) => {
    event.preventDefault()
    const place = parseLink(url)
    if (place !== undefined) open({ kind: 'place', place })
  })
  app.on('open-file', (event, path) => {
    event.preventDefault()
    open({ kind: 'file', path })
  })
  app.on('second-instance', (_event, argv, folder) => {
    open(parseArguments(argv.slice(app.isPackaged ? 1 : 2), folder) ?? { kind: 'window' })
  })
}

/** Undefined when another program has the data folder, and the person does not wait for it. */
async function ownConsole(): Promise<OwnedConsole | undefined> {
  const keychains = { keychain: openDesktopKeychain(), loginKeychain: openLoginKeychain() }
  const node = nameNode(process.env, process.platform)
  const keepAwake = new ElectronKeepAwake()
  for (;;) {
    const reached = await openDesktopConsole({ ...keychains, keepAwake, hasDemo: node !== undefined })
    if (reached.kind === 'owned') return reached.owned
    if (!(await triesAgain(reached.client))) return undefined
  }
}

/** What the person wants while another console has the data folder: its page in the browser, or to try again. */
async function triesAgain(other: ConsoleClient): Promise<boolean> {
  try {
    const { pid } = await other.request('console:info', {})
    const wanted = await askWhenTaken(texts(), pid)
    if (wanted === 'page') await shell.openExternal((await other.request('web:link', {})).url)
    return wanted === 'again'
  } catch (error) {
    const { code, message } = toWireError(error)
    // one that has ended meanwhile is in nobody's way
    if (code !== 'console.connection-lost') dialog.showErrorBox(texts().noPage, message)
    return true
  } finally {
    await other.close()
  }
}

/** `goesOn`: where the page was when the program ended. */
function openPagePlace(goesOn: boolean): PagePlace {
  const file = join(app.getPath('userData'), 'page-place.json')
  return goesOn ? new PagePlace(file, takePlace(file)) : new PagePlace(file)
}

type Wishes = Pick<ShellWishes, 'platform' | 'hasDevTools' | 'pagePlace'>

async function openShell(owned: OwnedConsole, wishes: Wishes): Promise<DesktopShell> {
  const log = new DoorLog(join(owned.folder.root, 'desktop.log'), () => Date.now())
  const refused = (what: string) => log.write(what)
  app.on('web-contents-created', (_event, contents) => guardContents(contents, refused))
  guardSession(session.defaultSession, wishes.hasDevTools, refused)
  protocol.handle(appScheme.scheme, pageAnswerer(readPageFiles(pageFolderFor(import.meta.url))))
  const placeFile = join(app.getPath('userData'), 'window-place.json')
  const shell = await DesktopShell.open(owned, { ...wishes, placeFile, refused })
  followDownloads(session.defaultSession, (path) => shell.tellLostFile(path))
  app.on('activate', () => shell.show())
  app.on('window-all-closed', () => {
    if (wishes.platform !== 'darwin') app.quit()
  })
  app.on('before-quit', shell.quitGuard.onEnd)
  endWithSystem(shell)
  disposeAtEnd(owned, shell)
  const feed = app.isPackaged ? process.env[feedVariable] : undefined
  void lookForUpdates(feed, { load: loadUpdater, onReady: (version) => shell.tellUpdate(version), refused })
  return shell
}
