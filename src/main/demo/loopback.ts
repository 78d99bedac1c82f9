import type { AddressInfo, Server } from 'node:net'

/** Listen on a port of 127.0.0.1 that the system chooses; resolves to it. */
export function listenOnLoopback(server: Pick<Server, 'listen' | 'address' | 'once' | 'off'>): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })
}
