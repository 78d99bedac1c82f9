import type { Connection } from './connection'
import { Slots } from './slots'

/**
 * The cap on open connections. Who wants one more when all places are taken waits in line, and the connection that has been
 * idle longest is closed for them. A connection that is in use is never closed; when all are, `onPressure` asks their users
 * to let go of what they keep open only for later.
 */
export class ConnectionPool {
  readonly #slots: Slots
  readonly #open = new Set<Connection>()
  readonly #listeners: (() => void)[] = []
  /** Connections that are being closed for somebody who waits. */
  #closing = 0

  constructor(maxConnections: number) {
    this.#slots = new Slots(maxConnections)
  }

  /** Called whenever somebody begins to wait and no connection is idle. */
  onPressure(listener: () => void): void {
    this.#listeners.push(listener)
  }

  /** True while somebody waits for a place. */
  get isUnderPressure(): boolean {
    return this.#slots.waiting > this.#closing
  }

  /** Make a connection as soon as there is a place for it; the place is free again when the connection is gone. */
  async connect(make: () => Promise<Connection>, signal: AbortSignal): Promise<Connection> {
    const place = this.#slots.take(signal)
    this.#makeRoom()
    if (this.isUnderPressure) for (const listener of this.#listeners) listener()
    const release = await place
    try {
      const connection = await make()
      this.#open.add(connection)
      connection.onIdle = () => this.#makeRoom()
      connection.onGone(() => {
        this.#open.delete(connection)
        release()
      })
      // nobody may be left who wanted it; those who are borrow it before this runs
      setImmediate(() => this.#makeRoom())
      return connection
    } catch (error) {
      release()
      throw error
    }
  }

  #makeRoom(): void {
    while (this.isUnderPressure) {
      const idle = this.#findLongestIdle()
      if (!idle) return
      this.#open.delete(idle)
      this.#closing += 1
      void idle.close().finally(() => (this.#closing -= 1))
    }
  }

  #findLongestIdle(): Connection | undefined {
    let found: Connection | undefined
    for (const connection of this.#open) {
      const since = connection.idleSinceMs
      if (since !== undefined && since < (found?.idleSinceMs ?? Infinity)) found = connection
    }
    return found
  }
}
