import { asRolloutId } from '../../shared/domain/ids'
import type { Clock } from '../ports/clock'
import type { LogKey, LogSink } from '../ports/logs'
import type { Redaction } from '../ports/secrets'
import type { ShellBook, ShellEntry } from '../terminal-ports'

export type ShellRecordPorts = {
  readonly logs: LogSink
  readonly shells: ShellBook
  readonly clock: Clock
  /** A shell was opened or has ended. */
  readonly onChange: (shell: ShellEntry) => void
}
export type NewShell = Omit<ShellEntry, 'openedAtMs' | 'closedAtMs' | 'sizeBytes'>

/** The record of one shell: what it prints, without secrets, and when it was open. What is typed shows only as its echo. */
export class ShellRecord {
  readonly openedAtMs: number
  readonly #ports: ShellRecordPorts
  readonly #shell: ShellEntry
  readonly #key: LogKey
  readonly #filter: ReturnType<Redaction['openFilter']>
  #sizeBytes = 0
  #isClosed = false

  /** @throws AppError `db.*` */
  constructor(shell: NewShell, filter: ReturnType<Redaction['openFilter']>, ports: ShellRecordPorts) {
    this.openedAtMs = ports.clock.nowMs()
    this.#ports = ports
    this.#shell = { ...shell, openedAtMs: this.openedAtMs, sizeBytes: 0 }
    this.#key = shellLogKey(shell)
    this.#filter = filter
    ports.shells.open({ ...shell, openedAtMs: this.openedAtMs })
    ports.onChange(this.#shell)
  }

  /** Keep output. A promise: nothing more should be read before it resolves. @throws AppError `logs.writer-stopped` */
  add(bytes: Buffer): Promise<void> | undefined {
    return this.#isClosed ? undefined : this.#write(this.#filter.push(bytes))
  }

  /** The shell has ended. May be called again. @throws AppError `db.*`, `logs.writer-stopped` */
  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    const closedAtMs = this.#ports.clock.nowMs()
    try {
      // nothing follows that would have to wait for room
      this.#write(this.#filter.end())?.catch(() => undefined)
    } finally {
      this.#ports.shells.close(this.#shell.shell, closedAtMs, this.#sizeBytes)
      this.#ports.onChange({ ...this.#shell, closedAtMs, sizeBytes: this.#sizeBytes })
    }
  }

  #write(bytes: Buffer): Promise<void> | undefined {
    if (bytes.length === 0) return undefined
    const hasRoom = this.#ports.logs.write(this.#key, this.#sizeBytes, bytes)
    this.#sizeBytes += bytes.length
    return hasRoom ? undefined : this.#ports.logs.drained()
  }
}

/** Where the output of a shell is kept: it has its own id where steps have that of their rollout. Pure. */
export function shellLogKey({ shell, host }: Pick<ShellEntry, 'shell' | 'host'>): LogKey {
  return { rollout: asRolloutId(shell), host, step: 'shell', attempt: 1 }
}
