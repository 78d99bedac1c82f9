import { connect, createServer, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

/**
 * A relay on loopback that hands on what it gets only after a while, each way: a line with latency. It stands in for
 * `tc netem`, which few kernels of test machines have, and needs no privileges. Order is kept, nothing is lost.
 */
export class DelayingRelay {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()
  /** Each way; the time there and back is twice that. */
  delayMs: number

  private constructor(server: Server, delayMs: number) {
    this.#server = server
    this.delayMs = delayMs
  }

  static async open(target: { readonly host: string; readonly port: number }, delayMs: number): Promise<DelayingRelay> {
    const server = createServer({ allowHalfOpen: true, noDelay: true })
    const relay = new DelayingRelay(server, delayMs)
    server.on('connection', (near) => relay.#join(near, target))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return relay
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve))
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }

  #join(near: Socket, target: { readonly host: string; readonly port: number }): void {
    const far = connect({ ...target, noDelay: true, allowHalfOpen: true })
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.#sockets.add(from)
      from.on('data', (bytes: Buffer) => this.#later(() => to.writable && to.write(bytes)))
      from.on('end', () => this.#later(() => to.end()))
      from.on('close', () => {
        this.#sockets.delete(from)
        this.#later(() => to.destroy())
      })
      from.on('error', () => undefined)
    }
  }

  #later(work: () => void): void {
    setTimeout(work, this.delayMs)
  }
}
