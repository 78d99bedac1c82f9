import { createServer, type Socket } from 'node:net'
import { listenOnLoopback } from './loopback'

/** A port that every service stays connected to. The kernel closes it when this process ends, and the services follow. */
export type Lifeline = {
  readonly port: number
  /** How many services are connected now. */
  count(): number
  /** Let go: every service ends at once. */
  close(): Promise<void>
}

/** Open the lifeline of a fleet. */
export async function openLifeline(): Promise<Lifeline> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    // a service that was killed resets its connection; that it is gone is all there is to know
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
    socket.resume()
  })
  const port = await listenOnLoopback(server)
  return {
    port,
    count: () => sockets.size,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
