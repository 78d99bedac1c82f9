import { describe, expect, it } from 'vitest'
import { verifyJournal } from '../../../../src/main/db/verify-journal'
import { readJournal } from '../../../../src/main/db/repositories/journal'
import { reviewHandlers } from '../../../../src/main/ipc/review-handlers'
import { rolloutHandlers } from '../../../../src/main/ipc/rollout-handlers'
import { dispatch } from '../../../../src/main/ipc/router'
import { asRolloutId } from '../../../../src/shared/domain/ids'
import type { Handlers } from '../../../../src/shared/ipc/contract'
import { ServiceHarness, isAtRest } from '../../../helpers/service-harness'

/** The handlers behind the router, as every door reaches them. */
function opened() {
  const harness = new ServiceHarness()
  const { book, clock, db } = harness
  const ask = async (name: string, input: object) => {
    // made anew each time, since a restart of the console changes the service
    const rollouts = harness.service
    const review = reviewHandlers({
      rollouts,
      book,
      clock,
      readRows: (rollout, afterSeq) => readJournal(db, asRolloutId(rollout), afterSeq + 1),
      verify: (rollout) => verifyJournal(db, asRolloutId(rollout)),
    })
    const handlers = { ...rolloutHandlers(rollouts), ...review }
    const result = await harness.during(dispatch(handlers as unknown as Handlers, name, input))
    return result.ok ? (result.value as Record<string, unknown>) : result.error.code
  }
  const start = () => ask('rollout:start', { app: 'shop', environment: 'production', version: '1.1.0', by: 'ann' })
  return { harness, ask, start }
}
const rollout = 'rollout1'

describe('rolloutHandlers', () => {
  it('start a rollout, steer it, and say where it stands after each request', async () => {
    const { harness, ask, start } = opened()
    expect(await start()).toMatchObject({ rollout, phase: 'waiting', position: 'waiting at the gate before launch' })
    expect(await ask('rollout:sign', { rollout: 'latest', by: 'ann' })).toMatchObject({
      position: 'waiting at the gate before batch 1',
    })
    expect(await ask('rollout:brake', { rollout: 'roll', by: 'bob', reason: 'lunch' })).toMatchObject({
      phase: 'braked',
    })
    expect(await ask('rollout:sign', { rollout, by: 'ann' })).toBe('rollout.braked')
    expect(await ask('rollout:resume', { rollout, by: 'bob' })).toMatchObject({ phase: 'waiting' })
    expect(await ask('rollout:retry', { rollout, by: 'bob' })).toBe('rollout.nothing-to-retry')
    expect(await ask('rollout:exclude', { rollout, by: 'bob', host: 'web-04', reason: 'dying' })).toMatchObject({
      phase: 'waiting',
    })
    await harness.drive(asRolloutId(rollout), isAtRest)
    expect(await ask('rollout:find', { rollout })).toMatchObject({ phase: 'succeeded' })
    expect(await ask('rollout:revoke', { rollout, by: 'bob', reason: 'x' })).toBe('rollout.finished')
  })

  it('answer, waive and sign the gate that was looked at only', async () => {
    const { ask, start } = opened()
    await start()
    const launch = { rollout, by: 'ann', gate: 'before-launch' }
    expect(await ask('rollout:sign', launch)).toMatchObject({ phase: 'waiting' })
    expect(await ask('rollout:sign', launch)).toBe('gate.moved-on')
    expect(await ask('rollout:waive', { ...launch, item: 'floor', reason: 'x' })).toBe('gate.moved-on')
    expect(await ask('rollout:answer', { ...launch, item: 'floor', answer: true })).toBe('gate.moved-on')
    expect(await ask('rollout:waive', { rollout, by: 'ann', item: 'floor', reason: 'x' })).toMatchObject({
      phase: 'waiting',
    })
  })

  it('roll back with one request, signed by whoever asks; what a check holds back waits for a person', async () => {
    for (const isPresent of [true, false]) {
      const { harness, ask, start } = opened()
      await start()
      await harness.drive(asRolloutId(rollout), isAtRest)
      const { answer } = harness.fleet
      harness.fleet.answer = (query) =>
        isPresent || query.script.includes('clockEpoch')
          ? answer(query)
          : { exitCode: 71, stdout: '', stderr: 'not there' }
      const back = await ask('rollout:rollback', { rollout, by: 'bob', reason: 'slow' })
      expect(back).toMatchObject({ rollout: 'rollout2', phase: isPresent ? 'running' : 'waiting' })
      expect(await ask('rollout:show', { rollout: 'rollout2' })).toMatchObject({ type: 'rollback', startedBy: 'bob' })
    }
  })

  it('show, list, read and verify', async () => {
    const { harness, ask, start } = opened()
    await start()
    await harness.drive(asRolloutId(rollout), isAtRest)
    expect(await ask('rollout:show', { rollout })).toMatchObject({ rollout, state: 'succeeded', serving: 4, floor: 0 })
    expect(await ask('rollout:list', { app: 'shop' })).toMatchObject([{ rollout, result: 'succeeded' }])
    const rows = (await ask('rollout:events', { rollout, afterSeq: 2 })) as unknown as { seq: number; kind: string }[]
    expect([rows[0]?.seq, rows.at(-1)?.kind]).toEqual([3, 'rollout-finished'])
    const lastHash: unknown = expect.stringMatching(/^[0-9a-f]{64}$/)
    expect(await ask('rollout:verify', { rollout })).toEqual({ rollout, ok: true, rows: rows.length + 2, lastHash })
    expect(await ask('rollout:show', { rollout: 'nope' })).toBe('rollout.unknown')
  })

  it('take up a rollout that was left to steer it, and never to look at it', async () => {
    const { harness, ask, start } = opened()
    await start()
    harness.restart(false)
    const { length } = harness.store.read(asRolloutId(rollout))
    expect(await ask('rollout:show', { rollout })).toMatchObject({ state: 'waiting' })
    expect(harness.store.read(asRolloutId(rollout))).toHaveLength(length)
    expect(await ask('rollout:attach', { rollout })).toMatchObject({ phase: 'waiting' })
  })
})
