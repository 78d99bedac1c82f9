import { AppError } from '../../shared/errors/app-error'
import type { Connection } from './connection'

type Connecting = { readonly made: Promise<Connection>; readonly controller: AbortController; waiting: number }

export type Lease = { readonly connection: Connection; readonly release: () => void }

/** Makes one connection; the signal is aborted when nobody waits for it any more. */
export type Connect = (signal: AbortSignal) => Promise<Connection>

/** One machine's connection: made on first use, shared by all who use it, made again after a loss. */
export class Link {
  readonly #label: string
  readonly #connect: Connect
  #connection: Connection | undefined
  #connecting: Connecting | undefined
  #isDisposed = false

  /** `label` names the machine to a person. */
  constructor(label: string, connect: Connect) {
    this.#label = label
    this.#connect = connect
  }

  /** The connection as it is now; undefined while there is none. */
  get connection(): Connection | undefined {
    return this.#connection?.lost ? undefined : this.#connection
  }

  /** Borrow the connection; it is not closed as idle before `release`. Rejects with the signal's reason when aborted. */
  async lease(signal?: AbortSignal): Promise<Lease> {
    signal?.throwIfAborted()
    const open = this.connection
    if (open) return { connection: open, release: open.lease() }
    const connecting = (this.#connecting ??= this.#start())
    connecting.waiting += 1
    try {
      const connection = await orAborted(connecting.made, signal)
      // closed as idle or lost between the handshake and this turn: start over
      if (connection.lost) return await this.lease(signal)
      return { connection, release: connection.lease() }
    } finally {
      connecting.waiting -= 1
      if (connecting.waiting === 0 && this.#connecting === connecting) {
        this.#connecting = undefined
        connecting.controller.abort(signal?.reason)
      }
    }
  }

  /** Forget the connection and close it; the next lease makes a new one. */
  async close(): Promise<void> {
    const connection = this.#connection
    this.#connection = undefined
    await connection?.close()
  }

  /** Close for good; whoever still waits is refused with `ssh.connection-closed`. */
  async dispose(): Promise<void> {
    this.#isDisposed = true
    this.#connecting?.controller.abort(this.#closedError())
    await this.close()
  }

  #start(): Connecting {
    const controller = new AbortController()
    if (this.#isDisposed) controller.abort(this.#closedError())
    const made = this.#make(controller)
    // every waiter may have left by the time this fails
    made.catch(() => undefined)
    return { made, controller, waiting: 0 }
  }

  async #make(controller: AbortController): Promise<Connection> {
    const { signal } = controller
    try {
      signal.throwIfAborted()
      const connection = await this.#connect(signal)
      if (signal.aborted) {
        await connection.close()
        throw signal.reason
      }
      this.#connection = connection
      return connection
    } finally {
      if (this.#connecting?.controller === controller) this.#connecting = undefined
    }
  }

  #closedError(): AppError {
    return new AppError('ssh.connection-closed', { details: { host: this.#label } })
  }
}

/** The promise, or the signal's reason as soon as it is aborted. */
export function orAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}
