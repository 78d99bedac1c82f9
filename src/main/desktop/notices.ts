import { Notification } from 'electron'
import type { Attention } from './desktop-status'
import type { DesktopTexts } from './desktop-texts'

type NoticePorts = {
  /** In the language of now. */
  readonly texts: () => DesktopTexts
  /** Somebody looks at the window: the page says it itself. */
  readonly isSeen: () => boolean
  readonly open: (rollout: string) => void
  readonly refused: (what: string) => void
}

/** Tells of each decision that begins to wait while nobody looks, once. */
export class Notices {
  readonly #ports: NoticePorts
  /** Those that are shown: a notice that nobody holds is collected, and its click with it. */
  readonly #shown = new Map<string, Notification>()
  #known: ReadonlySet<string> = new Set()

  constructor(ports: NoticePorts) {
    this.#ports = ports
  }

  tell(attention: readonly Attention[]): void {
    const keys = new Set(attention.map(({ key }) => key))
    for (const [key, notice] of this.#shown) if (!keys.has(key)) this.#forget(key, notice)
    const fresh = attention.filter(({ key }) => !this.#known.has(key))
    this.#known = keys
    if (!Notification.isSupported() || this.#ports.isSeen()) return
    for (const one of fresh) this.#show(one)
  }

  #show({ kind, key, app, version, environment, rollout }: Attention): void {
    const { open } = this.#ports
    const texts = this.#ports.texts()
    const notice = new Notification({
      title: texts[kind],
      body: `${app} ${version} · ${environment}`,
      // Linux shows a click as an action of its own
      actions: [{ type: 'button', text: texts.open }],
      urgency: kind === 'braked' ? 'critical' : 'normal',
    })
    const go = () => {
      this.#forget(key, notice)
      open(rollout)
    }
    notice.on('click', go)
    notice.on('action', go)
    // Windows puts one that nobody touched where a person finds it later, and closes it so
    notice.on('close', ({ reason }) => {
      if (reason !== 'timedOut') this.#shown.delete(key)
    })
    // as macOS does for a program that is not signed
    notice.on('failed', (_event, error) => {
      this.#shown.delete(key)
      this.#ports.refused(`a notice that the system does not show: ${error}`)
    })
    this.#shown.set(key, notice)
    notice.show()
  }

  /** Decided, or read. */
  #forget(key: string, notice: Notification): void {
    this.#shown.delete(key)
    notice.close()
  }
}
