import type { Transport, TransportListener } from './transport'
import { WireTransport, type Wire, type WireEvents } from './wire-transport'

/** The line to a console that is served to browsers. */
export const webSocketTransport = (url: string, listener: TransportListener): Transport =>
  new WireTransport({ open: (events) => openWebSocket(url, events), isSignedOut }, listener)

function openWebSocket(url: string, { opened, received, closed }: WireEvents): Wire {
  const socket = new WebSocket(url)
  socket.binaryType = 'arraybuffer'
  socket.onopen = opened
  socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) =>
    received(typeof data === 'string' ? data : new Uint8Array(data))
  socket.onclose = closed
  return {
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text)
    },
    close: () => socket.close(),
  }
}

/** A refused WebSocket does not say why; a request does. */
async function isSignedOut(): Promise<boolean> {
  try {
    const { status } = await fetch('./', { method: 'HEAD', cache: 'no-store' })
    return status === 401 || status === 403
  } catch {
    return false
  }
}
