import { MessageChannel, type MessagePort } from 'node:worker_threads'
import type { PagePort } from '../../src/main/desktop/page-port'

/** The console's end of a channel between two ends in one process, and the page's. */
export function openNodeChannel(): { readonly near: PagePort; readonly far: MessagePort } {
  const { port1, port2 } = new MessageChannel()
  return { near: nodePort(port1), far: port2 }
}

const nodePort = (port: MessagePort): PagePort => ({
  post: (message) => port.postMessage(message),
  onMessage: (listener) => void port.on('message', listener),
  onClose: (listener) => void port.on('close', listener),
  close: () => port.close(),
})
