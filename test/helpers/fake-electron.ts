import { EventEmitter } from 'node:events'
import { existsSync } from 'node:fs'

/** What was asked of Electron, as `[what, …arguments]`. */
export const asked: unknown[][] = []
const note =
  (what: string) =>
  (...args: unknown[]): void =>
    void asked.push([what, ...args])

/** The values a test lets Electron answer with. */
export const answers = {
  chosenButton: 0,
  /** Called with each question, before it is answered. */
  onQuestion: (): unknown => undefined,
  isEncryptionAvailable: true,
  keyring: 'gnome_libsecret',
  /** The key of the system changed since values were encrypted. */
  isKeyOld: false,
  areNoticesSupported: true,
  /** What the person chooses in the dialog that opens files; none: they close it. */
  chosenFiles: [] as string[],
  isSystemDark: true,
}

class FakeApp extends EventEmitter {
  isPackaged = true
  readonly dock = { hide: note('app.dock.hide') }
  readonly setBadgeCount = note('app.setBadgeCount')
  readonly quit = note('app.quit')
  readonly exit = note('app.exit')
  readonly enableSandbox = note('app.enableSandbox')
  readonly setAppUserModelId = note('app.setAppUserModelId')
  /** What was set, by name. */
  paths: Record<string, string> = {}
  readonly setPath = (name: string, path: string) => {
    asked.push(['app.setPath', name, path])
    if (!existsSync(path)) throw new Error('Path is not a directory')
    this.paths[name] = path
  }
  /** Words of the command line that are Chromium's. */
  switches: Record<string, string> = {}
  readonly commandLine = {
    getSwitchValue: (name: string) => this.switches[name] ?? '',
    hasSwitch: (name: string) => name in this.switches,
    removeSwitch: (name: string) => void delete this.switches[name],
  }
  readonly setAsDefaultProtocolClient = note('app.setAsDefaultProtocolClient')
  hasLock = true
  readonly requestSingleInstanceLock = () => this.hasLock
  readonly getLocale = () => 'en-GB'
  readonly getPath = (name: string) => this.paths[name] ?? `/paths/${name}`
  /** Replaced by a test that wants to be there before. */
  ready: Promise<void> = Promise.resolve()
  readonly whenReady = () => this.ready
}

export class FakeContents extends EventEmitter {
  readonly id: number
  readonly sent: unknown[][] = []
  readonly loaded: string[] = []
  readonly mainFrame = { url: 'app://lastmile/', origin: 'app://lastmile', parent: null }
  openHandler: ((details: { url: string }) => unknown) | undefined

  constructor(id = 1) {
    super()
    this.id = id
  }

  setWindowOpenHandler(handler: (details: { url: string }) => unknown): void {
    this.openHandler = handler
  }

  send(...args: unknown[]): void {
    this.sent.push(args)
  }

  loadURL(url: string): Promise<void> {
    this.loaded.push(url)
    this.emit('did-navigate', {}, url, 200, 'OK')
    return Promise.resolve()
  }

  /** The page leads elsewhere in itself. */
  goTo(place: string, isMainFrame = true): void {
    this.emit('did-navigate-in-page', {}, `app://lastmile/#${place}`, isMainFrame, 1, 1)
  }

  isDestroyed(): boolean {
    return false
  }

  forcefullyCrashRenderer(): void {
    this.emit('render-process-gone', {}, { reason: 'killed', exitCode: 9 })
  }
}

type FakeArea = { readonly x: number; readonly y: number; readonly width: number; readonly height: number }

/** A window that is as it was told to be. */
export class FakeWindow extends EventEmitter {
  static opened: FakeWindow[] = []
  readonly options: FakeArea & { readonly backgroundColor?: string }
  /** While it is neither maximised nor full screen. */
  bounds: FakeArea
  isMax = false
  isFull = false
  isMin = false
  readonly webContents = new FakeContents(FakeWindow.opened.length + 1)
  readonly calls: unknown[][] = []
  isShown = false
  hasFocus = false

  constructor(options: FakeWindow['options']) {
    super()
    this.options = options
    const { x, y, width, height } = options
    this.bounds = { x, y, width, height }
    FakeWindow.opened.push(this)
    fakeElectron.app.emit('web-contents-created', {}, this.webContents)
  }

  readonly loadURL = (url: string) => this.webContents.loadURL(url)
  readonly isDestroyed = () => false
  readonly isVisible = () => this.isShown
  readonly isFocused = () => this.hasFocus
  readonly isMinimized = () => this.isMin
  readonly restore = () => {
    this.calls.push(['restore'])
    this.isMin = false
  }
  readonly isMaximized = () => this.isMax
  readonly isFullScreen = () => this.isFull
  readonly getNormalBounds = () => this.bounds
  readonly show = () => {
    const wasShown = this.isShown
    this.isShown = true
    if (!wasShown) this.emit('show')
  }
  readonly hide = () => void (this.isShown = false)
  readonly focus = () => void (this.hasFocus = true)
  /** Shows one that is hidden, as that of Electron does. */
  readonly maximize = () => {
    this.calls.push(['maximize'])
    this.isMax = true
    this.show()
  }
  /** Takes time on macOS: a test says when it has left. */
  readonly setFullScreen = (isFull: boolean) => {
    this.calls.push(['setFullScreen', isFull])
    this.isFull = isFull
  }
  readonly setBackgroundColor = (color: string) => void this.calls.push(['setBackgroundColor', color])
  readonly setProgressBar = (...args: unknown[]) => void this.calls.push(['setProgressBar', ...args])
  readonly setOverlayIcon = (...args: unknown[]) => void this.calls.push(['setOverlayIcon', ...args])

  /** A person closes it; false when something kept it open. */
  tryClose(): boolean {
    let isKept = false
    this.emit('close', { preventDefault: () => (isKept = true) })
    if (!isKept) this.emit('closed')
    return !isKept
  }
}

type FakeNoticeOptions = { readonly title: string; readonly body: string; readonly actions: readonly unknown[] }

export class FakeNotice extends EventEmitter {
  static shown: FakeNotice[] = []
  static isSupported = () => answers.areNoticesSupported
  readonly options: FakeNoticeOptions
  isClosed = false

  constructor(options: FakeNoticeOptions) {
    super()
    this.options = options
  }

  show(): void {
    FakeNotice.shown.push(this)
  }

  close(): void {
    this.isClosed = true
    this.emit('close', {})
  }

  /** The system takes it from the screen, which on Windows is not the end of it. */
  timeOut(): void {
    this.emit('close', { reason: 'timedOut' })
  }
}

export class FakeTray extends EventEmitter {
  static there: FakeTray[] = []
  readonly image: { readonly path: string }
  toolTip = ''
  menu: { readonly label?: string; readonly click?: () => void }[] = []

  constructor(image: { readonly path: string }) {
    super()
    this.image = image
    FakeTray.there.push(this)
  }

  setToolTip(text: string): void {
    this.toolTip = text
  }

  setContextMenu(menu: { template: FakeTray['menu'] }): void {
    this.menu = menu.template
  }

  destroy(): void {
    FakeTray.there = FakeTray.there.filter((tray) => tray !== this)
  }
}

/** Encrypts by turning bytes around: enough to see that what is stored is not what was given. */
const safeStorage = {
  isAsyncEncryptionAvailable: () => Promise.resolve(answers.isEncryptionAvailable),
  getSelectedStorageBackend: () => answers.keyring,
  encryptStringAsync: (text: string) => Promise.resolve(Buffer.from(Buffer.from(text).toReversed())),
  decryptStringAsync: (bytes: Buffer) =>
    Promise.resolve({
      result: Buffer.from(Buffer.from(bytes).toReversed()).toString(),
      shouldReEncrypt: answers.isKeyOld,
    }),
}

type BeforeRequest = (details: { url: string }, answer: (what: { cancel: boolean }) => void) => void

/** A session that keeps what it was told. */
export class FakeSession extends EventEmitter {
  readonly told: Record<string, unknown> = {}
  #beforeRequest: BeforeRequest | undefined
  readonly setPermissionRequestHandler = (handler: unknown) => void (this.told['request'] = handler)
  readonly setPermissionCheckHandler = (handler: unknown) => void (this.told['check'] = handler)
  readonly setDevicePermissionHandler = (handler: unknown) => void (this.told['device'] = handler)
  readonly webRequest = {
    onBeforeRequest: (handler: BeforeRequest) => void (this.#beforeRequest = handler),
  }

  /** Whether a page may ask for this. */
  lets(url: string): boolean {
    let isCancelled = false
    this.#beforeRequest?.({ url }, ({ cancel }) => (isCancelled = cancel))
    return !isCancelled
  }
}

/** Its theme is that of the system until it is told another. */
class FakeTheme extends EventEmitter {
  #source = 'system'

  get themeSource(): string {
    return this.#source
  }

  set themeSource(source: string) {
    this.#source = source
    this.emit('updated')
  }

  get shouldUseDarkColors(): boolean {
    return this.#source === 'system' ? answers.isSystemDark : this.#source === 'dark'
  }
}

let lastBlocker = 0
const display = { id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1040 } }

class FakeScreen {
  /** The primary one last: Electron gives them in any order. */
  displays = [display]
  readonly getPrimaryDisplay = () => this.displays.at(-1)
  readonly getAllDisplays = () => this.displays
}

/** The module `electron`, as far as the desktop door uses it. */
export const fakeElectron = {
  app: new FakeApp(),
  BrowserWindow: FakeWindow,
  Notification: FakeNotice,
  Tray: FakeTray,
  Menu: {
    buildFromTemplate: (template: unknown) => ({ template }),
    setApplicationMenu: note('Menu.setApplicationMenu'),
  },
  dialog: {
    showErrorBox: note('dialog.showErrorBox'),
    showMessageBox: (...args: unknown[]) => {
      asked.push(['dialog.showMessageBox', args.at(-1)])
      return Promise.resolve(answers.onQuestion()).then(() => ({ response: answers.chosenButton }))
    },
    showOpenDialog: (...args: unknown[]) => {
      asked.push(['dialog.showOpenDialog', ...args])
      return Promise.resolve({ canceled: answers.chosenFiles.length === 0, filePaths: answers.chosenFiles })
    },
  },
  ipcMain: new EventEmitter(),
  nativeImage: { createFromPath: (path: string) => ({ path }) },
  nativeTheme: new FakeTheme(),
  powerMonitor: new EventEmitter(),
  powerSaveBlocker: {
    start: (kind: string) => {
      asked.push(['powerSaveBlocker.start', kind])
      lastBlocker += 1
      return lastBlocker
    },
    stop: note('powerSaveBlocker.stop'),
  },
  protocol: {
    registerSchemesAsPrivileged: note('protocol.registerSchemesAsPrivileged'),
    handle: note('protocol.handle'),
  },
  safeStorage,
  screen: new FakeScreen(),
  session: { defaultSession: new FakeSession() },
  shell: {
    openPath: note('shell.openPath'),
    openExternal: (url: string) => {
      asked.push(['shell.openExternal', url])
      return Promise.resolve()
    },
  },
}

/** As before any test. */
export function resetElectron(): void {
  asked.length = 0
  FakeWindow.opened = []
  FakeNotice.shown = []
  FakeTray.there = []
  fakeElectron.session.defaultSession = new FakeSession()
  fakeElectron.app.removeAllListeners()
  Object.assign(fakeElectron.app, {
    isPackaged: true,
    hasLock: true,
    paths: {},
    switches: {},
    ready: Promise.resolve(),
  })
  fakeElectron.ipcMain.removeAllListeners()
  fakeElectron.powerMonitor.removeAllListeners()
  fakeElectron.nativeTheme.removeAllListeners()
  fakeElectron.nativeTheme.themeSource = 'system'
  fakeElectron.screen.displays = [display]
  Object.assign(answers, {
    chosenButton: 0,
    onQuestion: () => undefined,
    isEncryptionAvailable: true,
    keyring: 'gnome_libsecret',
    isKeyOld: false,
    areNoticesSupported: true,
    chosenFiles: [],
    isSystemDark: true,
  })
}
