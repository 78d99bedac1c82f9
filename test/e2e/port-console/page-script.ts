import type { PortNews } from './messages'

type BridgedWindow = {
  lastmile: { connect: () => void }
  fromConsole: (news: readonly PortNews[]) => void
  /** Bound by the test. */
  toConsole: (port: string, data: unknown) => void
}

/**
 * Runs in the page before it: what the preload script is in the window. Each port the page asks for has its other end here, and
 * what comes there is handed on. Serialised by Playwright, so it uses nothing from outside itself.
 */
export function bridgeToConsole(): void {
  const bridged = window as unknown as BridgedWindow
  const ports = new Map<string, MessagePort>()
  let last = 0
  bridged.lastmile = {
    connect: () => {
      last += 1
      const name = `${performance.timeOrigin}-${last}`
      const { port1, port2 } = new MessageChannel()
      ports.set(name, port1)
      port1.onmessage = ({ data }) => bridged.toConsole(name, data)
      bridged.toConsole(name, null)
      window.postMessage('lastmile:port', '/', [port2])
    },
  }
  bridged.fromConsole = (news) => {
    for (const [name, kind, value] of news) {
      const port = ports.get(name)
      if (kind === 'text') port?.postMessage(value)
      else if (kind === 'bytes') port?.postMessage(Uint8Array.from(atob(value), (letter) => letter.charCodeAt(0)))
      else port?.close()
    }
  }
}
