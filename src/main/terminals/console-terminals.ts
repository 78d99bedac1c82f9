import { asHostName, asRolloutId, type HostName, type RolloutId } from '../../shared/domain/ids'
import { AppError } from '../../shared/errors/app-error'
import type { TerminalSource } from '../../shared/ipc/terminal'
import type { Terminals, TerminalSink, TerminalStream } from '../ipc/terminals'
import type { LogKey } from '../ports/logs'
import type { Machine } from '../ports/machine'
import type { Redaction } from '../ports/secrets'
import type { HostTerminals, LogWatcher } from '../terminal-ports'
import { LogStream } from './log-stream'
import { PaneOutput } from './pane-output'
import { shellLogKey, ShellRecord, type ShellRecordPorts } from './shell-record'
import { ShellStream } from './shell-stream'
import type { Turns } from '../turns/turns'

export type TerminalServices = ShellRecordPorts & {
  readonly watcher: LogWatcher
  readonly hosts: HostTerminals
  /** Resolve an id, a unique beginning of one, or `latest`. @throws AppError `rollout.*` */
  readonly findRollout: (text: string) => RolloutId
  /** The log of a host in a rollout; complete when that has its result. @throws AppError `rollout.*` when there is none */
  readonly getLog: (rollout: string, host: string) => HostLogOf
  /** @throws AppError `rollout.*` for a host that is not in the inventory */
  readonly getMachine: (app: string, environment: string, host: string) => Machine
  /** Hides the secrets of a cluster. @throws AppError `rollout.*` */
  readonly redact: (app: string, environment: string) => Promise<Redaction>
  /** What is stored of a log. */
  readonly findSize: (key: LogKey) => { readonly sizeBytes: number; readonly lastAtMs: number } | undefined
  readonly newId: () => string
  /** In which output is sent to panes. */
  readonly turns: Turns
}

/** Which log to show; `id` is that of a rollout or a shell. */
type HostLogOf = { readonly id: RolloutId; readonly host: HostName; readonly isComplete: boolean }
type SourceOf<Kind> = Extract<TerminalSource, { kind: Kind }>

/** The terminal streams of a console. */
export class ConsoleTerminals implements Terminals {
  readonly #services: TerminalServices
  /** Streams over logs, by the rollout or the shell. */
  readonly #logs = new Map<LogStream, string>()
  readonly #shells = new Set<ShellStream>()

  constructor(services: TerminalServices) {
    this.#services = services
  }

  open(source: TerminalSource, sink: TerminalSink): TerminalStream {
    try {
      switch (source.kind) {
        case 'log':
          return this.#showLog(this.#services.getLog(source.rollout, source.host), sink)
        case 'shell':
          return this.#openShell(source, sink)
        case 'shell-record':
          return this.#openRecord(source, sink)
      }
    } catch (error) {
      new PaneOutput(sink).end(error)
      return endedStream
    }
  }

  /** A rollout has its result, or a shell has ended: nothing is added to its logs any more. */
  completeLogs(id: string): void {
    for (const [stream, of] of this.#logs) if (of === id) stream.complete()
  }

  /** Close the record of shells that an earlier console left open: they ended with it. @throws AppError `db.*` */
  closeLeftShells(): void {
    const { shells, findSize } = this.#services
    for (const shell of shells.listOpen()) {
      const { lastAtMs = shell.openedAtMs, sizeBytes = 0 } = findSize(shellLogKey(shell)) ?? {}
      shells.close(shell.shell, Math.max(lastAtMs, shell.openedAtMs), sizeBytes)
    }
  }

  /** End all streams, and with them the shells. */
  dispose(): void {
    for (const stream of [...this.#logs.keys(), ...this.#shells]) stream.close()
  }

  #openRecord({ shell }: SourceOf<'shell-record'>, sink: TerminalSink): TerminalStream {
    const found = this.#services.shells.find(shell)
    if (!found) throw new AppError('logs.no-shell', { details: { shell } })
    const isComplete = found.closedAtMs !== undefined
    return this.#showLog({ id: asRolloutId(shell), host: found.host, isComplete }, sink)
  }

  #showLog({ id, host, isComplete }: HostLogOf, sink: TerminalSink): TerminalStream {
    const stream: LogStream = new LogStream({
      sink,
      turns: this.#services.turns,
      watch: (onGrowth) => this.#services.watcher.watch(id, host, onGrowth),
      isComplete,
      onClose: () => this.#logs.delete(stream),
    })
    this.#logs.set(stream, id)
    return stream
  }

  #openShell({ app, environment, host, by, columns, rows, ...source }: SourceOf<'shell'>, sink: TerminalSink) {
    const { hosts, getMachine, findRollout, newId, redact } = this.#services
    const machine = getMachine(app, environment, host)
    const rollout = source.rollout === undefined ? {} : { rollout: findRollout(source.rollout) }
    const shell = { shell: newId(), ...rollout, app, environment, host: asHostName(host), openedBy: by }
    const redaction = redact(app, environment)
    const stream: ShellStream = new ShellStream({
      sink,
      size: { columns, rows },
      open: (size, signal) => hosts.openTerminal(machine, size, signal),
      redaction,
      record: ({ openFilter }) => new ShellRecord(shell, openFilter(), this.#recordPorts()),
      onClose: () => this.#shells.delete(stream),
    })
    this.#shells.add(stream)
    return stream
  }

  #recordPorts(): ShellRecordPorts {
    return {
      ...this.#services,
      onChange: (shell) => {
        if (shell.closedAtMs !== undefined) this.completeLogs(shell.shell)
        this.#services.onChange(shell)
      },
    }
  }
}

const endedStream: TerminalStream = { ack: () => {}, input: () => {}, resize: () => {}, close: () => {} }
