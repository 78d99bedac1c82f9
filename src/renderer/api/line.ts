import { bridgeName, type DesktopBridge } from '../../shared/ipc/desktop-line'
import { ConsoleLine } from './console-line'
import { messagePortTransport } from './message-port-transport'
import { webSocketTransport } from './web-socket-transport'

/** Where a served console takes WebSockets, beside the page. */
function socketUrl(): string {
  const url = new URL('./socket', window.location.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  url.search = ''
  url.hash = ''
  return url.href
}

/** There in the desktop window only. */
const bridge = (window as { readonly [bridgeName]?: DesktopBridge })[bridgeName]

/** The one line of this page. */
export const line = new ConsoleLine((listener) =>
  bridge ? messagePortTransport(bridge, listener) : webSocketTransport(socketUrl(), listener),
)
