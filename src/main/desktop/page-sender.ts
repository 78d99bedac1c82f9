import { appOrigin, isAppPage } from './app-origin'

/** Who sent a message of Electron's IPC: what is needed of its event. */
export type SenderEvent = {
  readonly sender: { readonly id: number; readonly mainFrame: unknown }
  readonly senderFrame: {
    readonly url: string
    readonly origin: string
    readonly parent: unknown
  } | null
}

/**
 * Whether a message comes from our page: the window's own contents, its top frame, our origin and our address. A frame that has
 * gone elsewhere or ended since it sent the message is none of ours. Pure.
 */
export function isOurPage({ sender, senderFrame }: SenderEvent, windowContents: number | undefined): boolean {
  return (
    sender.id === windowContents &&
    senderFrame !== null &&
    senderFrame.parent === null &&
    senderFrame === sender.mainFrame &&
    senderFrame.origin === appOrigin &&
    isAppPage(senderFrame.url)
  )
}
