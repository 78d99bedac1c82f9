import type { HostName, RolloutId } from '../../shared/domain/ids'
import type { LogKey, LogSink } from '../ports/logs'
import type { LogWatcher, WatchedLog } from '../terminal-ports'
import { HostLog, type HostLogStore } from './host-log'

type Watched = { readonly log: HostLog; readonly listeners: Set<() => void> }
type OpenStore = (rollout: RolloutId, host: HostName) => HostLogStore

/** The hosts that somebody watches. A host that nobody watches costs its writes one look-up, and no memory. */
export class LogWatches implements LogWatcher {
  readonly #openStore: OpenStore
  readonly #hosts = new Map<string, Watched>()

  constructor(openStore: OpenStore) {
    this.#openStore = openStore
  }

  async watch(rollout: RolloutId, host: HostName, onGrowth: () => void): Promise<WatchedLog> {
    const name = nameOf(rollout, host)
    const watched = this.#hosts.get(name) ?? { log: new HostLog(this.#openStore(rollout, host)), listeners: new Set() }
    this.#hosts.set(name, watched)
    // a listener of its own: the same function may watch twice
    const listener = () => onGrowth()
    watched.listeners.add(listener)
    const close = () => {
      watched.listeners.delete(listener)
      if (watched.listeners.size === 0 && this.#hosts.get(name) === watched) this.#hosts.delete(name)
    }
    try {
      await watched.log.list()
    } catch (error) {
      close()
      throw error
    }
    const { log } = watched
    return {
      parts: log.parts,
      peek: (part, offset, maxBytes) => log.peek(part, offset, maxBytes),
      read: (part, offset, maxBytes) => log.read(part, offset, maxBytes),
      close,
    }
  }

  /** Tell the watchers of a host what it printed. */
  note(key: LogKey, offset: number, bytes: Buffer): void {
    if (this.#hosts.size === 0) return
    const watched = this.#hosts.get(nameOf(key.rollout, key.host))
    if (!watched?.log.note(key, offset, bytes, Date.now())) return
    for (const listener of watched.listeners) listener()
  }
}

/** A sink that lets watchers see what passes. */
export class TappedLogSink implements LogSink {
  readonly #sink: LogSink
  readonly #watches: LogWatches

  constructor(sink: LogSink, watches: LogWatches) {
    this.#sink = sink
    this.#watches = watches
  }

  write(key: LogKey, offset: number, bytes: Buffer): boolean {
    // first into the queue: what a watcher sees can be read from the store after a flush
    const hasRoom = this.#sink.write(key, offset, bytes)
    this.#watches.note(key, offset, bytes)
    return hasRoom
  }

  drained(): Promise<void> {
    return this.#sink.drained()
  }

  flush(): Promise<void> {
    return this.#sink.flush()
  }
}

const nameOf = (rollout: string, host: string) => `${rollout}\n${host}`
