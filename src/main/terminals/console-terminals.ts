import { asHostName, type HostName, type RolloutId } from '../../shared/domain/ids'
import type { TerminalSource } from '../../shared/ipc/terminal'
import type { Terminals, TerminalSink, TerminalStream } from '../ipc/terminals'
import type { LogWatcher } from '../terminal-ports'
import { LogStream } from './log-stream'
import { PaneOutput } from './pane-output'
import { Turns } from './turns'

export type TerminalServices = {
  readonly watcher: LogWatcher
  /** Resolve an id, a unique beginning of one, or `latest`. @throws AppError `rollout.*` */
  readonly findRollout: (text: string) => RolloutId
  /** Has a rollout its result? */
  readonly isOver: (rollout: RolloutId) => boolean
}

type Closable = { close(): void }

/** The terminal streams of a console. */
export class ConsoleTerminals implements Terminals {
  readonly #services: TerminalServices
  readonly #turns = new Turns()
  /** Open streams over logs, by the rollout or the shell. */
  readonly #logs = new Map<LogStream, string>()

  constructor(services: TerminalServices) {
    this.#services = services
  }

  open(source: TerminalSource, sink: TerminalSink): TerminalStream {
    try {
      switch (source.kind) {
        case 'log':
          return this.#openLog(source, sink)
        default:
          throw new Error(`${source.kind} is yet to come`)
      }
    } catch (error) {
      new PaneOutput(sink).end(error)
      return endedStream
    }
  }

  /** A rollout has its result: nothing is added to its logs any more. */
  completeLogs(rollout: string): void {
    for (const [stream, of] of this.#logs) if (of === rollout) stream.complete()
  }

  /** End all streams. */
  dispose(): void {
    for (const stream of [...this.#logs.keys()] satisfies Closable[]) stream.close()
  }

  #openLog(source: Extract<TerminalSource, { kind: 'log' }>, sink: TerminalSink): TerminalStream {
    const rollout = this.#services.findRollout(source.rollout)
    return this.#show(rollout, asHostName(source.host), this.#services.isOver(rollout), sink)
  }

  #show(rollout: RolloutId, host: HostName, isComplete: boolean, sink: TerminalSink): TerminalStream {
    const stream: LogStream = new LogStream({
      sink,
      turns: this.#turns,
      watch: (onGrowth) => this.#services.watcher.watch(rollout, host, onGrowth),
      isComplete,
      onClose: () => this.#logs.delete(stream),
    })
    this.#logs.set(stream, rollout)
    return stream
  }
}

const endedStream: TerminalStream = { ack: () => {}, input: () => {}, resize: () => {}, close: () => {} }
