import { describe, expect, it } from 'vitest'
import { RolloutRunner, type EffectPerformer, type RunHandle } from '../../../../src/main/rollout/runner'
import { asRolloutId } from '../../../../src/shared/domain/ids'
import { consoleActor } from '../../../../src/shared/domain/rollout-command'
import { decideCreation } from '../../../../src/shared/domain/rollout-decide'
import type { RolloutEffect } from '../../../../src/shared/domain/rollout-effects'
import { FakeClock, turns } from '../../../helpers/fake-clock'
import { MemoryStore } from '../../../helpers/memory-store'
import { settingsFixture } from '../../../helpers/rollout-fixture'
import { web } from '../../../helpers/rollout-steps'

type Begun = { readonly effect: RolloutEffect; readonly run: RunHandle; readonly storedEvents: number }

/** Notes what is to be done and leaves it to the test to end it. */
class NotingPerformer implements EffectPerformer {
  readonly begun: Begun[] = []
  readonly #stored: () => number
  onBegin: (effect: RolloutEffect) => void = () => undefined

  constructor(stored: () => number) {
    this.#stored = stored
  }

  async perform(effect: RolloutEffect, run: RunHandle): Promise<void> {
    this.begun.push({ effect, run, storedEvents: this.#stored() })
    this.onBegin(effect)
    if (effect.kind !== 'check-item') return
    const { gate, item } = effect
    await run.tell({ kind: 'record-check', gate, item: item.id, holds: true, evidence: '' })
  }

  get keys(): string[] {
    return this.begun.flatMap(({ effect }) => (effect.kind === 'run-step' ? [effect.key] : []))
  }
}

function newRunner(batches: readonly number[] = [2], clock = new FakeClock()) {
  const settings = settingsFixture({ batches })
  const store = new MemoryStore()
  const context = { actor: 'ann', atMs: clock.nowMs() }
  const { events, state } = decideCreation(settings, context)
  store.append(
    settings.rollout,
    0,
    events.map((event) => ({ event, ...context })),
  )
  const stored = () => store.read(settings.rollout).length
  const performer = new NotingPerformer(stored)
  const runner = new RolloutRunner({ state, seq: events.length }, { store, performer, clock })
  const ok = (host: number, step: 'precheck' | 'fetch' = 'precheck') => ({
    kind: 'step-result' as const,
    host: web(host),
    step,
    attempt: 1,
    result: { outcome: 'ok' as const, durationMs: 1 },
  })
  const start = async () => {
    runner.start(false)
    for (let gate = 0; gate < 2; gate += 1) {
      await turns()
      await runner.tell({ kind: 'sign', facts: {} }, 'ann')
    }
  }
  return { settings, store, clock, performer, runner, ok, start, stored }
}

/** A runner whose first step is over, with the events of that on their way to the disk. */
async function storing() {
  const { start, performer, store, runner, ok } = newRunner()
  await start()
  const disk = Promise.withResolvers<void>()
  store.disk = disk.promise
  const begun = performer.begun.length
  const told = runner.tell(ok(1), consoleActor)
  await turns()
  return { disk, performer, runner, begun, told }
}

describe('RolloutRunner', () => {
  it('begins nothing and tells nobody before the events are on disk, and decides what came meanwhile after that', async () => {
    const { start, performer, store, runner, ok, stored } = newRunner()
    await start()
    const disk = Promise.withResolvers<void>()
    store.disk = disk.promise
    const [begun, before, seq] = [performer.begun.length, stored(), runner.seq]
    const told: number[] = []
    runner.onEvents((events) => told.push(events.length))
    const first = runner.tell(ok(1), consoleActor)
    await turns()
    const second = runner.tell(ok(2), consoleActor)
    await turns()
    expect(stored()).toBeGreaterThan(before)
    expect([performer.begun.length, runner.seq, told]).toEqual([begun, seq, []])
    const inJournal = stored()
    store.disk = undefined
    disk.resolve()
    await Promise.all([first, second])
    expect(inJournal).toBeLessThan(stored())
    expect(told).toHaveLength(2)
    expect(performer.keys.slice(2)).toEqual(['web-01/fetch.1', 'web-02/fetch.1'])
  })

  it('begins nothing any more when it is let go of while events are put on disk', async () => {
    const { disk, performer, runner, begun, told } = await storing()
    runner.dispose()
    disk.resolve()
    expect((await told).hosts[web(1)]?.steps.precheck.state).toBe('ok')
    expect(performer.begun).toHaveLength(begun)
  })

  it('refuses those who wait when the disk never takes the events', async () => {
    const { disk, performer, begun, told } = await storing()
    disk.reject(new Error('the console ends'))
    await expect(told).rejects.toMatchObject({ code: 'rollout.detached' })
    expect(performer.begun).toHaveLength(begun)
  })

  it('stores events before it starts the effects they lead to', async () => {
    const { start, performer, store, settings } = newRunner()
    await start()
    expect(performer.keys).toEqual(['web-01/precheck.1', 'web-02/precheck.1'])
    const events = store.read(settings.rollout).map(({ event }) => event)
    for (const { effect, storedEvents } of performer.begun) {
      if (effect.kind !== 'run-step') continue
      const started = events.findIndex(
        (event) => event.kind === 'step-started' && event.host === effect.host && event.step === effect.step,
      )
      expect(started).toBeGreaterThanOrEqual(0)
      expect(started).toBeLessThan(storedEvents)
    }
  })

  it('stores what comes in during one turn of the event loop in one transaction, in order', async () => {
    const { start, runner, store, ok, settings } = newRunner()
    await start()
    const { length } = store.transactions
    await Promise.all([runner.tell(ok(2), consoleActor), runner.tell(ok(1), consoleActor)])
    expect(store.transactions.length).toBe(length + 1)
    const hosts = store
      .read(settings.rollout)
      .flatMap(({ event }) => (event.kind === 'step-finished' && event.step === 'precheck' ? [event.host] : []))
    expect(hosts).toEqual([web(2), web(1)])
  })

  it('takes so many at once that the window is not held up, and the others after that', async () => {
    const { start, runner, ok } = newRunner([250])
    await start()
    const taken: number[] = []
    runner.onEvents((events) => taken.push(events.filter(({ event }) => event.kind === 'step-finished').length))
    await Promise.all(Array.from({ length: 250 }, (_, i) => runner.tell(ok(i + 1), consoleActor)))
    expect(taken).toEqual([40, 40, 40, 40, 40, 40, 10])
  })

  it('refuses one command and takes the others of the same turn', async () => {
    const { start, runner, ok } = newRunner()
    await start()
    const told = await Promise.allSettled([
      runner.tell(ok(1), consoleActor),
      runner.tell({ kind: 'resume' }, 'ann'),
      runner.tell(ok(2), consoleActor),
    ])
    expect(told.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(runner.state.hosts[web(2)]).toMatchObject({ step: 'fetch' })
  })

  it('tells listeners with numbers, once stored, and those who wait for a state', async () => {
    const { start, runner, stored } = newRunner()
    const seqs: number[] = []
    runner.onEvents((events) => {
      expect(events.at(-1)?.seq).toBe(stored())
      for (const { seq } of events) seqs.push(seq)
    })
    const braked = runner.until(({ brake }) => brake !== undefined)
    await start()
    await runner.tell({ kind: 'brake', cause: 'hand', reason: 'wait' }, 'bob')
    expect((await braked).brake).toMatchObject({ by: 'bob' })
    expect(seqs).toEqual(seqs.map((_, at) => (seqs[0] ?? 0) + at))
  })

  it('calls off what is not due any more, and takes its report as of no use', async () => {
    const { start, runner, performer, ok } = newRunner()
    await start()
    const begun = performer.begun.find(({ effect }) => effect.key === 'web-01/precheck.1')
    await runner.tell(ok(1), consoleActor)
    expect(begun?.run.signal.aborted).toBe(true)
    const { seq } = runner
    await begun?.run.tell(ok(1))
    expect(runner.seq).toBe(seq)
  })

  describe('while the journal cannot be written', () => {
    it('tells people so at once and starts nothing new', async () => {
      const { start, runner, store, performer } = newRunner()
      await start()
      const { length } = performer.begun
      store.isFull = true
      const refused = runner.tell({ kind: 'brake', cause: 'hand', reason: 'wait' }, 'ann')
      await expect(refused).rejects.toMatchObject({ code: 'db.disk-full' })
      expect(runner.state.brake).toBeUndefined()
      expect(performer.begun.length).toBe(length)
    })

    it('keeps the results of steps and stores them once it can', async () => {
      const { start, runner, store, clock, ok, performer } = newRunner()
      await start()
      store.isFull = true
      const kept = [runner.tell(ok(1), consoleActor), runner.tell(ok(2), consoleActor)]
      await turns()
      expect(runner.state.hosts[web(1)]?.step).toBe('precheck')
      for (let second = 0; second < 3; second += 1) {
        clock.step()
        await turns()
      }
      store.isFull = false
      clock.step()
      await Promise.all(kept)
      expect(performer.keys.slice(-2)).toEqual(['web-01/fetch.1', 'web-02/fetch.1'])
    })

    it('waits for one retry, however many commands come in meanwhile', async () => {
      const { start, runner, store, clock, ok } = newRunner()
      await start()
      store.isFull = true
      void runner.tell(ok(1), consoleActor).catch(() => undefined)
      for (let i = 0; i < 5; i += 1) {
        await runner.tell({ kind: 'brake', cause: 'hand', reason: 'wait' }, 'ann').catch(() => undefined)
      }
      expect(clock.sleepers).toBe(1)
      runner.dispose()
    })
  })

  it('stores events of another rollout together with a command, or neither', async () => {
    const { start, runner, store } = newRunner([1])
    await start()
    const other = asRolloutId('r2')
    const together = [{ rollout: other, expectedSeq: 7, events: [] }]
    const command = { kind: 'brake', cause: 'hand', reason: 'wait' } as const
    await expect(runner.tell(command, 'ann', together)).rejects.toMatchObject({ code: 'db.journal-conflict' })
    expect(runner.state.brake).toBeUndefined()
    const event = { event: { kind: 'brake-released' }, atMs: 1, actor: 'ann' } as const
    await runner.tell(command, 'ann', [{ rollout: other, expectedSeq: 0, events: [event] }])
    expect(store.read(other)).toEqual([event])
  })

  it('brakes and fails the step when an effect breaks on a bug, so that nobody waits for it', async () => {
    const { start, runner, performer } = newRunner([1, 1])
    performer.onBegin = ({ kind }) => {
      if (kind === 'run-step') throw new TypeError('x is not a function')
    }
    await start()
    await turns()
    expect(runner.state.brake?.reason).toContain('x is not a function')
    expect(runner.state.hosts[web(1)]).toMatchObject({ status: 'failed', failure: { code: 'internal.bug' } })
  })

  it('tells a report that breaks the rules so, and takes the others of the same turn', async () => {
    const { start, runner, ok } = newRunner()
    await start()
    // nothing in the rules does this; a getter stands for a bug in them
    const broken = {
      ...ok(1),
      get result(): never {
        throw new TypeError('made up')
      },
    }
    const told = await Promise.allSettled([
      runner.tell(ok(2), consoleActor),
      runner.tell(broken, consoleActor),
      runner.tell(ok(1), consoleActor),
    ])
    expect(told.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(Object.values(runner.state.hosts).map(({ step }) => step)).toEqual(['fetch', 'fetch'])
  })

  it('lets go in the middle: effects are called off, whoever waits or asks later is told', async () => {
    const { start, runner, performer, ok, stored } = newRunner()
    await start()
    const before = stored()
    const waiting = [runner.tell(ok(1), consoleActor), runner.until(({ result }) => result !== undefined)]
    runner.dispose()
    waiting.push(runner.tell({ kind: 'resume' }, 'ann'))
    for (const each of waiting) await expect(each).rejects.toMatchObject({ code: 'rollout.detached' })
    await turns()
    expect(
      performer.begun.filter(({ effect }) => effect.kind === 'run-step').map(({ run }) => run.signal.aborted),
    ).toEqual([true, true])
    expect(stored()).toBe(before)
  })

  it('notes after a restart what was interrupted, and marks its effects as recovered', async () => {
    const { start, runner, store, clock, settings } = newRunner()
    await start()
    runner.dispose()
    const performer = new NotingPerformer(() => store.read(settings.rollout).length)
    const state = store.fold(settings.rollout)
    const seq = store.read(settings.rollout).length
    const next = new RolloutRunner({ state, seq }, { store, performer, clock })
    next.start(true)
    await turns()
    expect(store.read(settings.rollout).at(-1)?.event).toMatchObject({
      kind: 'console-restarted',
      interrupted: [{ host: web(1) }, { host: web(2) }],
    })
    expect(performer.begun.map(({ effect, run }) => [effect.key, run.isRecovered])).toEqual([
      ['web-01/precheck.1', true],
      ['web-02/precheck.1', true],
    ])
  })

  it('waits for some milliseconds of results when hundreds of hosts are on their way', async () => {
    const { start, runner, store, ok } = newRunner([250])
    await start()
    await runner.tell(ok(1), consoleActor)
    const { length } = store.transactions
    const told = []
    for (let n = 2; n <= 40; n += 1) {
      told.push(runner.tell(ok(n), consoleActor))
      await turns(1)
    }
    await Promise.all(told)
    expect(store.transactions.length - length).toBeLessThan(39)
  })
})
