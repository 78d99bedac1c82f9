import { weightOf } from '../../shared/ipc/desktop-line'
import { PageSession, type PageConsole } from '../ipc/page-session'

/** This side's end of a MessagePort: that of Electron, or in tests that of a worker thread. */
export type PagePort = {
  readonly post: (message: string | Uint8Array) => void
  readonly onMessage: (listener: (message: unknown) => void) => void
  readonly onClose: (listener: () => void) => void
  readonly close: () => void
}

/** As at the web door: a lastmile.yml of a thousand hosts has some hundred thousand characters. */
const longestMessage = 16 * 1024 * 1024

/**
 * Carry the line of one page over a port, until either side ends it. Texts are messages of the page, numbers say how much the
 * page has taken in all, anything else ends the line. Returns the way to end it.
 */
export function servePort(console: PageConsole, port: PagePort, refused: (what: string) => void): () => void {
  const meter = new TakenMeter()
  const session = new PageSession(
    console,
    {
      text: (text) => port.post(meter.add(text)),
      binary: (bytes) => port.post(meter.add(bytes)),
      bufferedBytes: () => meter.onTheWay,
      end: () => port.close(),
    },
    refused,
  )
  const end = (why: string) => {
    refused(why)
    session.close()
    port.close()
  }
  port.onMessage((message) => {
    if (typeof message === 'number') {
      if (!meter.take(message)) end('a page that took what was not sent')
    } else if (typeof message !== 'string') session.receiveBinary()
    else if (message.length > longestMessage) end('a message that is too long')
    else session.receive(message)
  })
  port.onClose(() => session.close())
  return () => {
    session.close()
    port.close()
  }
}

/** How much is on its way to a page. */
class TakenMeter {
  #sent = 0
  #taken = 0

  get onTheWay(): number {
    return this.#sent - this.#taken
  }

  add<T extends string | Uint8Array>(message: T): T {
    this.#sent += weightOf(message)
    return message
  }

  /** The page says how much it took in all. False when that cannot be. */
  take(taken: number): boolean {
    if (!Number.isSafeInteger(taken) || taken < this.#taken || taken > this.#sent) return false
    this.#taken = taken
    return true
  }
}
