import { describe, expect, it } from 'vitest'
import { JournalFeed } from '../../../../src/main/cli/journal-feed'
import type { ConsoleClient } from '../../../../src/main/ipc/console-client'
import type { WireJournalRow } from '../../../../src/shared/ipc/contract'
import { AppError } from '../../../../src/shared/errors/app-error'
import { settingsFixture } from '../../../helpers/rollout-fixture'
import { FakeConsole } from '../../../helpers/fake-console'
import { until } from '../../../helpers/until'

/** Gives `all` rows up to `durable` on request and pushes what the test pushes. */
class RowSource implements ConsoleClient {
  readonly isOwner = false
  readonly all: readonly WireJournalRow[]
  durable: number
  requests = 0
  failure: AppError | undefined
  #listener: (push: { rollout: string; rows: WireJournalRow[] }) => void = () => undefined

  constructor(all: readonly WireJournalRow[], durable: number) {
    this.all = all
    this.durable = durable
  }

  request = (async (_name: string, input: { afterSeq: number }) => {
    this.requests += 1
    await Promise.resolve()
    if (this.failure) throw this.failure
    return this.all.slice(input.afterSeq, Math.min(this.durable, input.afterSeq + 5_000))
  }) as unknown as ConsoleClient['request']

  onPush = ((_name: string, listener: RowSource['push']) => {
    this.#listener = listener as never
    return () => undefined
  }) as unknown as ConsoleClient['onPush']

  push = (from: number, to: number, rollout = 'r1') => this.#listener({ rollout, rows: this.all.slice(from - 1, to) })
  close = () => Promise.resolve()
}

function journal(): WireJournalRow[] {
  const console = new FakeConsole({ settings: settingsFixture({ batches: [1, 2] }) }).started()
  for (let gate = 0; gate < 3; gate += 1) {
    console.simulation.sign()
    console.simulation.runToRest()
  }
  return console.rows()
}

async function openFeed(durable: number) {
  const source = new RowSource(journal(), durable)
  const seen: number[] = []
  const feed = new JournalFeed(source, 'r1', ({ seq }) => seen.push(seq))
  await feed.open()
  return { source, feed, seen }
}

const upTo = (last: number) => Array.from({ length: last }, (_, i) => i + 1)

describe('JournalFeed', () => {
  it('reads what is there and then hears what comes, each row once and in order', async () => {
    const { source, feed, seen } = await openFeed(4)
    source.push(5, 8)
    source.push(7, 12)
    expect(seen).toEqual(upTo(12))
    expect(feed.seq).toBe(12)
  })

  it('fills a gap from the journal', async () => {
    const { source, seen } = await openFeed(4)
    source.durable = 12
    source.push(9, 12)
    await until(() => seen.length === 12)
    expect(seen).toEqual(upTo(12))
  })

  it('does not lose a gap that shows while it reads', async () => {
    const { source, feed, seen } = await openFeed(4)
    source.durable = 6
    const reading = feed.catchUp()
    await Promise.resolve()
    source.durable = 14
    source.push(13, 14)
    await reading
    await until(() => seen.length === 14)
    expect(seen).toEqual(upTo(14))
  })

  it('ignores other rollouts', async () => {
    const { source, seen } = await openFeed(4)
    source.push(5, 8, 'r2')
    expect(seen).toEqual(upTo(4))
  })

  it('folds the rows', async () => {
    const rows = journal()
    const { feed } = await openFeed(rows.length)
    expect(feed.state.result).toBe('succeeded')
  })

  it('wakes who waits for a state', async () => {
    const { source, feed } = await openFeed(4)
    const started = feed.until((state) => state.batches[1]?.startedAtMs !== undefined)
    source.push(5, source.all.length)
    await expect(started).resolves.toBeUndefined()
  })

  it('stops waiting when the signal says so', async () => {
    const { feed } = await openFeed(4)
    const letGo = new AbortController()
    const waiting = feed.until(() => false, letGo.signal)
    letGo.abort()
    await expect(waiting).resolves.toBeUndefined()
  })

  it('tells who waits that the console went away', async () => {
    const { source, feed } = await openFeed(4)
    const waiting = feed.until(() => false)
    source.failure = new AppError('console.connection-lost', { details: { pid: 7 } })
    source.push(9, 12)
    await expect(waiting).rejects.toThrow('went away')
  })
})
