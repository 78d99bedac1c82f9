import { ipcMain, type IpcMainEvent, type MessagePortMain } from 'electron'
import { channels } from '../../shared/ipc/desktop-line'
import type { PageConsole } from '../ipc/page-session'
import { servePort, type PagePort } from './page-port'
import { isOurPage } from './page-sender'

type DoorParts = {
  readonly console: PageConsole
  /** The contents of the window, while there is one. */
  readonly contents: () => number | undefined
  readonly refused: (what: string) => void
  /** The page has a line, and takes wishes from now on. */
  readonly onPage: () => void
}

/** Gives our page its line to the console, one at a time, and nobody else. Returns the way to end it. */
export function openIpcDoor({ console, contents, refused, onPage }: DoorParts): () => void {
  let end: (() => void) | undefined
  const connect = (event: IpcMainEvent) => {
    const [port, ...more] = event.ports
    if (!isOurPage(event, contents()) || !port || more.length > 0) {
      for (const stranger of event.ports) stranger.close()
      return refused('a port from a stranger')
    }
    // a page that was loaded again leaves its line behind
    end?.()
    end = servePort(console, pagePort(port), refused)
    onPage()
  }
  ipcMain.on(channels.connect, connect)
  return () => {
    ipcMain.off(channels.connect, connect)
    end?.()
    end = undefined
  }
}

function pagePort(port: MessagePortMain): PagePort {
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.on('message', ({ data }) => listener(data as unknown))
      // what came before is waiting
      port.start()
    },
    onClose: (listener) => void port.on('close', listener),
    close: () => port.close(),
  }
}
