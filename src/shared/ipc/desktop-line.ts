/**
 * The line between the page and the console in the desktop window: a MessagePort that carries the messages of `wire.ts`, texts
 * as strings and frames as bytes. A port does not say how much of what was sent is still on its way, as a WebSocket does, so
 * the page tells by numbers how much it has taken in all.
 */

/** What the preload script adds to the page's `window`, and all of it. */
export type DesktopBridge = {
  /** Ask for a port to the console. It arrives as a message event of the window, with `portArrived` as its data. */
  readonly connect: () => void
}

/** The name of the bridge on the page's `window`. */
export const bridgeName = 'lastmile'
/** The data of the message event that brings the page its port. */
export const portArrived = 'lastmile:port'

/** Between preload script and main process: a page wants a port (and brings it); somebody wishes something of the page. */
export const channels = { connect: 'lastmile:connect', wish: 'lastmile:wish' } as const

/** A page tells how much it has taken each time it took this much more: seldom, beside what one may have on its way. */
export const tellTakenEvery = 256 * 1024

/** How much a message counts for: characters of a text, bytes of a frame. Pure. */
export const weightOf = (message: string | Uint8Array): number => message.length
