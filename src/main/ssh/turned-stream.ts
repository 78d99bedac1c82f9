import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import type { Turn, Turns } from '../turns/turns'

/** More than this waits in the kernel, and then at the sender. */
const waitingMaxBytes = 256 * 1_024

/**
 * A socket whose bytes are taken in turns of the event loop. A hundred hosts answer at the same moment, and an answer may be a
 * key to be agreed or a signature to be made: as they come, all of them would be worked off before anything else happens.
 */
export class TurnedStream extends Duplex implements Turn {
  readonly #socket: Socket
  readonly #turns: Turns
  /** What the socket told, in order. */
  readonly #waiting: (() => void)[] = []
  #waitingBytes = 0

  constructor(socket: Socket, turns: Turns) {
    super({ allowHalfOpen: false })
    this.#socket = socket
    this.#turns = turns
    socket.on('data', (bytes: Buffer) => this.#receive(bytes))
    socket.on('end', () => this.#later(() => this.push(null)))
    socket.on('error', (error) => this.#later(() => this.destroy(error)))
    socket.on('close', () => this.#later(() => this.destroy()))
    // kept so that an end before the handshake is not an unhandled error
    this.on('error', () => undefined)
  }

  /** Take what came first. */
  run(): boolean {
    this.#waiting.shift()?.()
    return this.#waiting.length > 0
  }

  #receive(bytes: Buffer): void {
    this.#waitingBytes += bytes.length
    if (this.#waitingBytes > waitingMaxBytes) this.#socket.pause()
    this.#later(() => {
      this.#waitingBytes -= bytes.length
      if (!this.push(bytes)) this.#socket.pause()
    })
  }

  #later(take: () => void): void {
    if (this.destroyed) return
    this.#waiting.push(take)
    this.#turns.add(this)
  }

  override _read(): void {
    this.#socket.resume()
  }

  override _write(bytes: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (this.#socket.write(bytes)) done()
    else this.#socket.once('drain', done)
  }

  override _final(done: () => void): void {
    this.#socket.end(done)
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#turns.remove(this)
    this.#socket.destroy()
    done(error)
  }
}
