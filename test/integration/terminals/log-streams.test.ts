import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { TerminalStream } from '../../../src/main/ipc/terminals'
import { LogArchive } from '../../../src/main/logs/log-archive'
import type { LogKey } from '../../../src/main/ports/logs'
import { LogStream } from '../../../src/main/terminals/log-stream'
import { Turns } from '../../../src/main/turns/turns'
import { terminalWindowBytes } from '../../../src/shared/ipc/terminal'
import { FakePane } from '../../helpers/fake-pane'
import { tempFolder } from '../../helpers/temp-folder'
import { logKey } from '../../helpers/temp-logs'

const mebibyte = 1024 * 1024
const chunk = Buffer.from(
  Array.from({ length: 1_024 }, (_, i) => `${i} Lorem ipsum dolor sit amet, consectetur adipiscing\n`).join(''),
).subarray(0, 32 * 1024)

function archive() {
  const logs = new LogArchive(join(tempFolder(), 'logs.db'))
  onTestFinished(() => logs.dispose())
  const turns = new Turns()
  const open = (key: LogKey, sink: Pick<FakePane, 'bytes' | 'notice'>, isComplete = false): LogStream => {
    const watch = (onGrowth: () => void) => logs.watcher.watch(key.rollout, key.host, onGrowth)
    return new LogStream({ sink, turns, watch, isComplete, onClose: () => undefined })
  }
  /** Print megabytes as a chatty host does: as fast as the log takes them. */
  const print = async (key: LogKey, size: number) => {
    for (let at = 0; at < size; at += chunk.length) {
      if (!logs.sink.write(key, at, chunk)) await logs.sink.drained()
      if (at % mebibyte === 0) await new Promise((resolve) => setImmediate(resolve))
    }
  }
  return { logs, open, print }
}

describe('LogStream over the stored logs', () => {
  it('stays small for a pane that does not keep up with 64 MB, and keeps other panes live', async () => {
    const { logs, open, print } = archive()
    const [chatty, quiet] = [logKey({ host: 'web-01' }), logKey({ host: 'web-02' })]
    const [stuck, live] = [new FakePane(), new FakePane()]
    stuck.isFast = false
    stuck.stream = open(chatty, stuck)
    live.stream = open(quiet, live)
    const printing = print(chatty, 64 * mebibyte)
    const delaysMs: number[] = []
    for (let i = 0; i < 20; i += 1) {
      const startedAt = performance.now()
      logs.sink.write(quiet, i, Buffer.from('.'))
      await expect.poll(() => live.receivedBytes, { interval: 1, timeout: 10_000 }).toBe(i + 1)
      delaysMs.push(performance.now() - startedAt)
      await delay(10)
    }
    await printing
    expect(stuck.receivedBytes).toBeLessThanOrEqual(terminalWindowBytes)
    // shared with the printing itself and whatever else runs on this machine
    expect(delaysMs.toSorted((a, b) => a - b)[10]).toBeLessThan(100)
    stuck.isFast = true
    stuck.ackAll()
    await expect.poll(() => stuck.receivedBytes + stuck.skippedBytes, { timeout: 10_000 }).toBe(64 * mebibyte)
    expect(stuck.receivedBytes).toBeLessThan(2 * mebibyte)
  }, 60_000)

  it('delivers all of a finished log at the pace of its pane, in bounded memory', async () => {
    const { logs, open, print } = archive()
    await print(logKey(), 64 * mebibyte)
    await logs.sink.flush()
    const hash = createHash('sha256')
    const state = { bytes: 0, onTheWay: 0, most: 0, isEnded: false }
    let stream: TerminalStream | undefined
    const startBytes = process.memoryUsage().arrayBuffers
    let mostBytes = 0
    // hashes what it gets, keeps nothing, and takes its time
    stream = open(
      logKey(),
      {
        bytes: (bytes) => {
          hash.update(bytes)
          state.bytes += bytes.length
          state.onTheWay += bytes.length
          state.most = Math.max(state.most, state.onTheWay)
          mostBytes = Math.max(mostBytes, process.memoryUsage().arrayBuffers - startBytes)
          setImmediate(() => {
            state.onTheWay -= bytes.length
            stream?.ack(bytes.length)
          })
        },
        notice: ({ kind }) => (state.isEnded ||= kind === 'ended'),
      },
      true,
    )
    await expect.poll(() => state.isEnded, { timeout: 50_000 }).toBe(true)
    const expected = createHash('sha256')
    for (let at = 0; at < 64 * mebibyte; at += chunk.length) expected.update(chunk)
    expect([state.bytes, hash.digest('hex')]).toEqual([64 * mebibyte, expected.digest('hex')])
    expect(state.most).toBeLessThanOrEqual(terminalWindowBytes)
    expect(mostBytes).toBeLessThan(48 * mebibyte)
  }, 60_000)

  it('shows attempts in the order in which they began, whichever was stored first', async () => {
    const { logs, open } = archive()
    logs.sink.write(logKey({ step: 'precheck' }), 0, Buffer.from('short\n'))
    // a block of its own at once, while the one before waits to be filled
    logs.sink.write(logKey({ step: 'fetch' }), 0, Buffer.alloc(300 * 1024, 'x\n'))
    await logs.sink.flush()
    const pane = new FakePane()
    pane.stream = open(logKey(), pane, true)
    await expect.poll(() => pane.ended, { timeout: 10_000 }).toBeDefined()
    expect([...pane.sections.keys()]).toEqual(['precheck.1', 'fetch.1'])
  })
})
