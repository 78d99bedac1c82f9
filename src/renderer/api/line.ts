import { ConsoleLine } from './console-line'
import { WebSocketTransport } from './web-socket-transport'

/** Where a served console takes WebSockets, beside the page. */
function socketUrl(): string {
  const url = new URL('./socket', window.location.href)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  url.search = ''
  url.hash = ''
  return url.href
}

/** The one line of this page. */
export const line = new ConsoleLine((listener) => new WebSocketTransport(socketUrl(), listener))
