import type { TerminalSink, TerminalStream } from '../../src/main/ipc/terminals'

type Notice = Parameters<TerminalSink['notice']>[0]

/** A pane: keeps what it is sent, and acknowledges when it is told to. */
export class FakePane implements TerminalSink {
  /** Bytes since the last `section`, by `step.attempt`; in the order in which sections began. */
  readonly sections = new Map<string, Buffer[]>()
  readonly notices: Notice[] = []
  readonly frameSizes: number[] = []
  onTheWayBytes = 0
  mostOnTheWayBytes = 0
  receivedBytes = 0
  skippedBytes = 0
  stream: TerminalStream | undefined
  /** Acknowledge at once, as a fast terminal does. */
  isFast = true
  #section: Buffer[] = []

  readonly bytes = (bytes: Uint8Array): void => {
    this.#section.push(Buffer.from(bytes))
    this.frameSizes.push(bytes.length)
    this.receivedBytes += bytes.length
    this.onTheWayBytes += bytes.length
    this.mostOnTheWayBytes = Math.max(this.mostOnTheWayBytes, this.onTheWayBytes)
    if (this.isFast) setImmediate(() => this.ackAll())
  }

  readonly notice = (notice: Notice): void => {
    this.notices.push(notice)
    if (notice.kind === 'skipped') this.skippedBytes += notice.bytes
    if (notice.kind !== 'section') return
    const name = `${notice.step}.${notice.attempt}`
    this.#section = this.sections.get(name) ?? []
    this.sections.set(name, this.#section)
  }

  ackAll(): void {
    this.ack(this.onTheWayBytes)
  }

  ack(bytes: number): void {
    if (bytes === 0) return
    this.onTheWayBytes -= bytes
    this.stream?.ack(bytes)
  }

  get ended(): Extract<Notice, { kind: 'ended' }> | undefined {
    return this.notices.find((notice) => notice.kind === 'ended')
  }

  /** Everything it was sent, whatever the section. */
  get text(): string {
    return Buffer.concat([...this.sections.values()].flat()).toString()
  }

  textOf(section: string): string {
    return Buffer.concat(this.sections.get(section) ?? []).toString()
  }
}
