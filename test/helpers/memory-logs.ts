import type { HostLogStore } from '../../src/main/logs/host-log'
import { LogWatches, TappedLogSink } from '../../src/main/logs/log-watches'
import type { LogKey, LogSink } from '../../src/main/ports/logs'
import { LogStream } from '../../src/main/terminals/log-stream'
import { Turns } from '../../src/main/turns/turns'
import { FakePane } from './fake-pane'
import { logKey } from './temp-logs'

type Log = { readonly key: LogKey; readonly atMs: number; bytes: Buffer; storedTo: number }

/** Logs of one host in memory: what is written can be read only some turns after a flush was asked for. */
class MemorySink implements LogSink {
  readonly logs: Log[] = []
  /** How often the store was read. */
  reads = 0
  failure: Error | undefined

  write(key: LogKey, offset: number, bytes: Buffer): boolean {
    let log = this.logs.find((each) => each.key.step === key.step && each.key.attempt === key.attempt)
    if (!log) this.logs.push((log = { key, atMs: this.logs.length, bytes: Buffer.alloc(0), storedTo: 0 }))
    if (offset + bytes.length > log.bytes.length) log.bytes = Buffer.concat([log.bytes.subarray(0, offset), bytes])
    return true
  }

  async drained(): Promise<void> {}

  async flush(): Promise<void> {
    const ends = this.logs.map(({ bytes }) => bytes.length)
    await new Promise((resolve) => setImmediate(resolve))
    if (this.failure) throw this.failure
    for (const [i, end] of ends.entries()) {
      const log = this.logs[i]
      if (log) log.storedTo = Math.max(log.storedTo, end)
    }
  }

  readonly store: HostLogStore = {
    flush: () => this.flush(),
    list: () =>
      this.logs
        .filter(({ storedTo }) => storedTo > 0)
        .map(({ key, atMs, storedTo }) => ({
          key,
          step: key.step,
          attempt: key.attempt,
          atMs,
          endOffset: storedTo,
        })),
    read: (key, offset, maxBytes) => {
      this.reads += 1
      const log = this.logs.find((each) => each.key.step === key.step && each.key.attempt === key.attempt)
      if (!log || offset >= log.storedTo) return undefined
      return { offset, bytes: log.bytes.subarray(offset, Math.min(log.storedTo, offset + maxBytes)) }
    },
  }
}

/** One host that prints, and panes over its log. */
export function memoryLogs() {
  const memory = new MemorySink()
  const watches = new LogWatches(() => memory.store)
  const sink = new TappedLogSink(memory, watches)
  const turns = new Turns()
  const streams: LogStream[] = []
  const { rollout, host } = logKey()
  return {
    memory,
    watches,
    sink,
    /** Print at the end of an attempt. */
    print: (step: string, text: string | Buffer, attempt = 1) => {
      const key = logKey({ step, attempt })
      const end = memory.logs.find((log) => log.key.step === step && log.key.attempt === attempt)?.bytes.length ?? 0
      sink.write(key, end, Buffer.from(text))
    },
    write: (step: string, offset: number, bytes: Buffer) => sink.write(logKey({ step }), offset, bytes),
    open: (isComplete = false): FakePane => {
      const pane = new FakePane()
      const watch = (onGrowth: () => void) => watches.watch(rollout, host, onGrowth)
      const stream = new LogStream({ sink: pane, turns, watch, isComplete, onClose: () => undefined })
      pane.stream = stream
      streams.push(stream)
      return pane
    },
    complete: () => {
      for (const stream of streams) stream.complete()
    },
  }
}
