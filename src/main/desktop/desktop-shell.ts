import { join } from 'node:path'
import { app, dialog, Menu, nativeImage, nativeTheme, shell, type BrowserWindow } from 'electron'
import { toWireError } from '../../shared/errors/app-error'
import { channels } from '../../shared/ipc/desktop-line'
import type { DesktopWish } from '../../shared/ipc/desktop-wish'
import type { Preferences } from '../../shared/ipc/requests/console-requests'
import { LocalClient } from '../ipc/local-client'
import type { OwnedConsole } from '../open-client'
import { resourcesFolderFor } from '../page/page-folder'
import { menuTemplate } from './app-menu'
import { guardCrashes } from './crash-guard'
import type { Opened } from './desktop-links'
import { askAfterCrashes, askBeforeQuitting, askWhenSlow } from './desktop-questions'
import type { DesktopStatus } from './desktop-status'
import { textsFor, type DesktopTexts } from './desktop-texts'
import { readSpecWish } from './file-opener'
import { openIpcDoor } from './ipc-door'
import { bringUp, openMainWindow } from './main-window'
import { Notices } from './notices'
import type { PagePlace } from './page-place'
import { placeToShow } from './place-to-show'
import { QuitGuard } from './quit-guard'
import { RolloutTray } from './rollout-tray'
import { StatusFollower } from './status-follower'
import { showSigns } from './window-signs'
import { WishBox } from './wish-box'

export type ShellWishes = {
  readonly platform: NodeJS.Platform
  readonly hasDevTools: boolean
  readonly placeFile: string
  /** Where the page begins, and is. */
  readonly pagePlace: PagePlace
  readonly refused: (what: string) => void
}

/** What stands around the page of a console that is open in this process: its window, and all signs of it. */
export class DesktopShell {
  readonly #console: OwnedConsole
  readonly #wishes: ShellWishes
  readonly #box = new WishBox()
  readonly #follower: StatusFollower
  readonly #tray: RolloutTray
  readonly #notices: Notices
  readonly #badge = nativeImage.createFromPath(iconFile('badge.png'))
  readonly #endDoor: () => void
  #texts: DesktopTexts
  #window: BrowserWindow | undefined
  /** In the tray, because a person said so; not one that was closed. */
  #isHidden = false
  /** The program ends: nothing opens a window any more. */
  #isClosed = false
  /** Asks before rollouts lose their console. */
  readonly quitGuard: QuitGuard

  static async open(console: OwnedConsole, wishes: ShellWishes): Promise<DesktopShell> {
    const client = new LocalClient(console.handlers, console.pushes, () => Promise.resolve())
    const opened = new DesktopShell(console, client, await client.request('preferences:read', {}), wishes)
    const { pagePlace } = wishes
    const place = await placeToShow(pagePlace.place, client)
    if (place !== pagePlace.place) pagePlace.leaveFor(place)
    opened.show()
    await opened.#follower.look()
    return opened
  }

  private constructor(console: OwnedConsole, client: LocalClient, likes: Preferences, wishes: ShellWishes) {
    this.#console = console
    this.#wishes = wishes
    this.#texts = textsFor(likes.language, app.getLocale())
    this.#follower = new StatusFollower(client, wishes.refused)
    const open = (rollout: string) => this.wish({ kind: 'go', place: `/rollouts/${rollout}` })
    const texts = () => this.#texts
    const { platform } = wishes
    const image = nativeImage.createFromPath(iconFile(platform === 'darwin' ? 'trayTemplate.png' : 'tray.png'))
    this.#tray = new RolloutTray({ platform, texts, image, open, show: () => this.show(), quit: () => app.quit() })
    this.#notices = new Notices({ texts, open, isSeen: () => this.#isSeen(), refused: wishes.refused })
    this.quitGuard = new QuitGuard({
      nowMs: () => Date.now(),
      isMoving: () => this.#follower.status.moving.length > 0,
      ask: () => askBeforeQuitting(this.#asking(), this.#follower.status),
      hide: () => this.#hide(),
      quit: () => app.quit(),
    })
    const contents = () => this.#window?.webContents.id
    const onPage = () => this.#box.open((wish) => this.#window?.webContents.send(channels.wish, wish))
    this.#endDoor = openIpcDoor({ console, contents, refused: wishes.refused, onPage })
    this.#follower.listen((status) => this.#tell(status))
    client.onPush('preferences:changed', (now) => this.#like(now))
    this.#like(likes)
  }

  /** Bring the window up, or open one. */
  show(): void {
    if (this.#isClosed) return
    this.#isHidden = false
    if (this.#window) bringUp(this.#window)
    else this.#openWindow()
    this.#tray.update(this.#follower.status, false)
  }

  /** Show the person the page, and have it do something. */
  wish(wish: DesktopWish): void {
    this.#box.add(wish)
    this.show()
  }

  /** What somebody opened this program with. Never fails: what cannot be opened is said. */
  async open(what: Opened): Promise<void> {
    if (what.kind === 'window') return this.show()
    if (what.kind === 'place') return this.wish({ kind: 'go', place: what.place })
    try {
      this.wish(await readSpecWish(what.path))
    } catch (error) {
      if (!this.#isClosed) dialog.showErrorBox(this.#texts.cannotOpen, toWireError(error).message)
    }
  }

  /** A file that the page made is not where the person wanted it. */
  tellLostFile(path: string): void {
    if (!this.#isClosed) dialog.showErrorBox(this.#texts.cannotSave, path)
  }

  /** A newer version waits for the end of this one. */
  tellUpdate(version: string): void {
    if (this.#isClosed) return
    const { updateTitle, updateDetail, understood } = this.#texts
    void dialog.showMessageBox({ message: updateTitle(version), detail: updateDetail, buttons: [understood] })
  }

  /** Chromium keeps the page in no sandbox: somebody said so, or an AppImage did where this system lets it make none. */
  tellOpenSandbox(): void {
    this.#wishes.refused('the page runs without a sandbox')
    const { sandboxTitle, sandboxDetail, understood } = this.#texts
    const said = { message: sandboxTitle, detail: sandboxDetail, buttons: [understood] }
    void dialog.showMessageBox({ type: 'warning', ...said })
  }

  /** Let go of everything but the console. */
  close(): void {
    this.#isClosed = true
    this.#follower.stop()
    this.#endDoor()
    this.#tray.close()
    this.#wishes.pagePlace.flush()
  }

  #openWindow(): void {
    const { platform, hasDevTools, placeFile, pagePlace, refused } = this.#wishes
    const window = openMainWindow({ platform, hasDevTools, placeFile })
    this.#window = window
    pagePlace.follow(window.webContents)
    guardCrashes(window.webContents, {
      place: pagePlace,
      nowMs: () => Date.now(),
      refused,
      askAgain: () => askAfterCrashes(this.#asking()),
      askSlow: () => askWhenSlow(this.#asking()),
    })
    window.webContents.on('render-process-gone', () => this.#box.close())
    // on macOS a program outlives its windows, and its rollouts with it
    if (platform !== 'darwin') window.on('close', this.quitGuard.onEnd)
    // Windows ends without asking `before-quit`
    window.on('query-session-end', () => this.quitGuard.beSure())
    window.on('session-end', () => this.quitGuard.beSure())
    // one that was not there, or out of sight, has none
    window.on('show', () => this.#showSigns())
    window.on('closed', () => {
      this.#window = undefined
      this.#box.close()
    })
    window.loadURL(pagePlace.address).catch(() => refused('a page that does not load'))
  }

  #hide(): void {
    this.#isHidden = true
    const window = this.#window
    if (this.#wishes.platform === 'darwin' && window?.isFullScreen()) {
      // one that is hidden in full screen leaves a black screen behind; and somebody may want it back meanwhile
      window.once('leave-full-screen', () => (this.#isHidden ? window.hide() : undefined))
      window.setFullScreen(false)
    } else window?.hide()
    this.#tray.update(this.#follower.status, true)
  }

  #tell(status: DesktopStatus): void {
    this.#showSigns()
    this.#tray.update(status, this.#isHidden)
    this.#notices.tell(status.attention)
  }

  #showSigns(): void {
    showSigns(this.#window, this.#follower.status, this.#badge, this.#texts, this.#wishes.platform)
  }

  #like(likes: Preferences): void {
    this.#texts = textsFor(likes.language, app.getLocale())
    nativeTheme.themeSource = likes.theme
    const template = menuTemplate({
      platform: this.#wishes.platform,
      texts: this.#texts,
      hasDevTools: this.#wishes.hasDevTools,
      wish: (wish) => this.wish(wish),
      openFile: () => void this.#chooseFile(),
      showDataFolder: () => void shell.openPath(this.#console.folder.root),
    })
    Menu.setApplicationMenu(Menu.buildFromTemplate(template))
  }

  async #chooseFile(): Promise<void> {
    if (this.#isClosed) return
    this.show()
    const filters = [{ name: this.#texts.specFiles, extensions: ['yml', 'yaml'] }]
    const options = { filters, properties: ['openFile'] as 'openFile'[] }
    // a sheet of the window on macOS, and in front of it elsewhere
    const { filePaths } = this.#window ? await dialog.showOpenDialog(this.#window, options) : { filePaths: [] }
    for (const path of filePaths) await this.open({ kind: 'file', path })
  }

  #isSeen(): boolean {
    return this.#window !== undefined && this.#window.isVisible() && this.#window.isFocused()
  }

  #asking() {
    return { window: this.#window, texts: this.#texts }
  }
}

const iconFile = (name: string): string => join(resourcesFolderFor(import.meta.url), 'icons', name)
