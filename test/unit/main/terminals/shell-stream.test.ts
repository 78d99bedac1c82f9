import { describe, expect, it, vi } from 'vitest'
import { ShellRecord } from '../../../../src/main/terminals/shell-record'
import { ShellStream } from '../../../../src/main/terminals/shell-stream'
import type { LogSink } from '../../../../src/main/ports/logs'
import type { HostTerminal, ShellEntry, TerminalSize } from '../../../../src/main/terminal-ports'
import { asHostName } from '../../../../src/shared/domain/ids'
import { AppError } from '../../../../src/shared/errors/app-error'
import { terminalWindowBytes } from '../../../../src/shared/ipc/terminal'
import { FakeClock } from '../../../helpers/fake-clock'
import { FakePane } from '../../../helpers/fake-pane'
import { secretValues } from '../../../helpers/secrets'
import { until } from '../../../helpers/until'

class FakeTerminal implements HostTerminal {
  readonly asked: unknown[] = []
  isPaused = false
  print: (bytes: Buffer) => void = () => undefined
  end: (cause?: AppError) => void = () => undefined
  onOutput(listener: (bytes: Buffer) => void): void {
    this.print = listener
  }
  onEnd(listener: (cause?: AppError) => void): void {
    this.end = listener
  }
  write(text: string): void {
    this.asked.push(text)
  }
  resize(size: TerminalSize): void {
    this.asked.push(size)
  }
  pause(): void {
    this.isPaused = true
  }
  resume(): void {
    this.isPaused = false
  }
  close(): void {
    this.asked.push('close')
  }
}

/** A log that may be full or broken. */
class FakeLog implements LogSink {
  text = ''
  room: PromiseWithResolvers<void> | undefined
  failure: AppError | undefined
  write(_key: unknown, offset: number, bytes: Buffer): boolean {
    if (this.failure) throw this.failure
    expect(offset).toBe(this.text.length)
    this.text += bytes.toString()
    return this.room === undefined
  }
  drained(): Promise<void> {
    return this.room?.promise ?? Promise.resolve()
  }
  async flush(): Promise<void> {}
}

async function opened() {
  const terminal = new FakeTerminal()
  const log = new FakeLog()
  const clock = new FakeClock()
  const book: unknown[] = []
  const changes: ShellEntry[] = []
  const pane = new FakePane()
  const connected = Promise.withResolvers<HostTerminal>()
  const shell = { shell: 's1', app: 'shop', environment: 'test', host: asHostName('web-01'), openedBy: 'ann' }
  const shells = {
    open: (entry: unknown) => book.push(entry),
    close: (...end: unknown[]) => book.push(end) > 0,
    find: () => undefined,
    list: () => [],
    listOpen: () => [],
  }
  const ports = {
    logs: log,
    shells,
    clock,
    onChange: (entry: ShellEntry) => changes.push(entry),
  }
  const stream = new ShellStream({
    sink: pane,
    size: { columns: 80, rows: 24 },
    open: (size, signal) => {
      terminal.asked.push(size)
      signal.addEventListener('abort', () => connected.reject(signal.reason as Error))
      return connected.promise
    },
    redaction: secretValues({ PASSWORD: 'hunter2' }).redact({ ssh: { passwordEnv: 'PASSWORD' } }),
    record: ({ openFilter }) => new ShellRecord(shell, openFilter(), ports),
    onClose: () => changes.push({ ...shell, shell: 'closed', openedAtMs: 0, sizeBytes: 0 }),
  })
  pane.stream = stream
  const connect = async () => {
    connected.resolve(terminal)
    await until(() => pane.notices.length > 0)
  }
  return { terminal, log, clock, book, changes, pane, stream, connected, connect, shell }
}

describe('ShellStream', () => {
  it('keeps keys and the size until there is a shell', async () => {
    const { terminal, stream, connect } = await opened()
    stream.input('ls')
    stream.resize(100, 30)
    stream.input('\r')
    await connect()
    stream.input('x')
    expect(terminal.asked).toEqual([{ columns: 80, rows: 24 }, { columns: 100, rows: 30 }, 'ls\r', 'x'])
  })

  it('shows what may be the start of a secret a moment later', async () => {
    const { terminal, pane, connect } = await opened()
    await connect()
    terminal.print(Buffer.from('$ h'))
    expect(pane.text).toBe('$ ')
    await vi.waitFor(() => expect(pane.text).toBe('$ h'))
  })

  it('shows and records what is printed, without secrets', async () => {
    const { terminal, log, clock, book, changes, pane, connect, shell } = await opened()
    await connect()
    const openedAtMs = clock.nowMs()
    for (const text of ['my hun', 'ter2 is', ' hun']) terminal.print(Buffer.from(text))
    expect([pane.text, log.text]).toEqual(['my ******* is ', 'my ******* is '])
    terminal.end()
    expect([pane.text, log.text]).toEqual(['my ******* is hun', 'my ******* is hun'])
    expect(pane.notices).toEqual([{ kind: 'section', step: 'shell', attempt: 1, atMs: openedAtMs }, { kind: 'ended' }])
    expect(book).toEqual([{ ...shell, openedAtMs }, ['s1', openedAtMs, 17]])
    expect(changes.map(({ shell: id, closedAtMs }) => [id, closedAtMs])).toEqual([
      ['s1', undefined],
      ['s1', openedAtMs],
      ['closed', undefined],
    ])
  })

  it('stops reading while the pane or the log is full', async () => {
    const { terminal, log, pane, connect } = await opened()
    await connect()
    pane.isFast = false
    while (!terminal.isPaused) terminal.print(Buffer.alloc(32 * 1024, '.'))
    expect(pane.onTheWayBytes).toBeLessThanOrEqual(terminalWindowBytes)
    pane.ack(64 * 1024)
    expect(terminal.isPaused).toBe(false)
    pane.ackAll()
    log.room = Promise.withResolvers()
    terminal.print(Buffer.from('more'))
    expect(terminal.isPaused).toBe(true)
    pane.ackAll()
    expect(terminal.isPaused).toBe(true)
    log.room.resolve()
    await until(() => !terminal.isPaused)
    expect(pane.ended).toBeUndefined()
  })

  it('ends a shell that cannot be recorded', async () => {
    const { terminal, log, pane, connect } = await opened()
    await connect()
    log.failure = new AppError('logs.writer-stopped', { details: { file: 'logs.db', reason: 'exit code 1' } })
    terminal.print(Buffer.from('lost'))
    expect(pane.ended).toMatchObject({ error: { code: 'logs.writer-stopped' } })
    expect(terminal.asked).toContain('close')
  })

  it('tells why a shell ended', async () => {
    const { terminal, pane, connect } = await opened()
    await connect()
    terminal.end(new AppError('ssh.connection-lost', { details: { host: 'web-01', address: 'a', reason: 'reset' } }))
    expect(pane.ended).toMatchObject({ error: { code: 'ssh.connection-lost', details: { host: 'web-01' } } })
  })

  it('gives up connecting when the pane goes, and closes a shell that comes too late', async () => {
    const early = await opened()
    early.stream.close()
    await expect(early.connected.promise).rejects.toThrow(/abort/)
    const { book, pane } = early
    expect([book, pane.notices]).toEqual([[], []])
    const late = await opened()
    await late.connect()
    late.stream.close()
    late.terminal.print(Buffer.from('nobody looks'))
    late.stream.close()
    expect([late.pane.text, late.log.text, late.book.length]).toEqual(['', '', 2])
  })
})
