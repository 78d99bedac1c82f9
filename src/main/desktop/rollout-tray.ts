import { Menu, Tray, type MenuItemConstructorOptions, type NativeImage } from 'electron'
import type { DesktopStatus } from './desktop-status'
import type { DesktopTexts } from './desktop-texts'

type TrayPorts = {
  readonly platform: NodeJS.Platform
  /** In the language of now. */
  readonly texts: () => DesktopTexts
  readonly image: NativeImage
  readonly open: (rollout: string) => void
  readonly show: () => void
  readonly quit: () => void
}

/** The item beside the clock: there while a rollout is in progress, and while the window is out of sight. */
export class RolloutTray {
  readonly #ports: TrayPorts
  #tray: Tray | undefined

  constructor(ports: TrayPorts) {
    this.#ports = ports
  }

  update(status: DesktopStatus, isHidden: boolean): void {
    if (status.moving.length + status.attention.length === 0 && !isHidden) return this.close()
    const { platform, texts, image, show } = this.#ports
    if (!this.#tray) {
      this.#tray = new Tray(image)
      // macOS and Linux open the menu instead
      if (platform === 'win32') this.#tray.on('click', show)
    }
    this.#tray.setToolTip(`Lastmile · ${texts().inProgress(status.moving.length + status.attention.length)}`)
    // on Linux a menu that is changed has to be set again
    this.#tray.setContextMenu(Menu.buildFromTemplate(trayTemplate(status, this.#ports)))
  }

  close(): void {
    this.#tray?.destroy()
    this.#tray = undefined
  }
}

/** What the item offers. Pure but for what its lines do. */
export function trayTemplate(
  { attention, moving }: DesktopStatus,
  { texts: textsOfNow, open, show, quit }: Omit<TrayPorts, 'platform' | 'image'>,
): MenuItemConstructorOptions[] {
  const texts = textsOfNow()
  const lines = [
    ...attention.map(({ rollout, app, version, environment, kind }) => {
      return { rollout, label: `${app} ${version} · ${environment}: ${texts[kind]}` }
    }),
    ...moving.map(({ rollout, app, version, environment, done, hosts }) => {
      return { rollout, label: `${app} ${version} · ${environment}: ${done}/${hosts}` }
    }),
  ]
  return [
    ...lines.map(({ label, rollout }) => ({ label, click: () => open(rollout) })),
    ...(lines.length === 0 ? [] : [{ type: 'separator' } as const]),
    { label: texts.showWindow, click: show },
    { label: texts.quit, click: quit },
  ]
}
