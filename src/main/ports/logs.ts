import type { HostName, RolloutId } from '../../shared/domain/ids'

/** Where a piece of output belongs. */
export type LogKey = {
  readonly rollout: RolloutId
  readonly host: HostName
  readonly step: string
  readonly attempt: number
}

/** Durable, complete logs. Bytes arrive redacted. */
export interface LogSink {
  /** Queue bytes at an offset; writing the same offset again is harmless. False: the queue is full, call `drained` before more. */
  write(key: LogKey, offset: number, bytes: Buffer): boolean
  drained(): Promise<void>
  /** Resolves when everything written so far is on disk. */
  flush(): Promise<void>
}
