import { describe, expect, it } from 'vitest'
import { isChecked, signGate } from '../../../../src/main/rollout/sign-gate'
import { asGateId } from '../../../../src/shared/domain/ids'
import { waitingGate } from '../../../../src/shared/domain/rollout-state'
import { FakeClock, turns } from '../../../helpers/fake-clock'
import { FakeFleet } from '../../../helpers/fake-fleet'
import { settingsFixture } from '../../../helpers/rollout-fixture'
import { RunnerHarness } from '../../../helpers/runner-harness'

const quick = { id: 'errors', ask: 'Few errors?', kind: 'command', run: 'count-errors', timeout: '10m' }
/** Takes five minutes. */
const slow = { id: 'smoke', ask: 'Smoke test?', kind: 'command', run: 'smoke-test', timeout: '10m' }
const launch = asGateId('before-launch')

function newHarness(items: readonly object[], strategy: object = {}) {
  const settings = settingsFixture({ batches: [1], gates: { beforeLaunch: items }, strategy })
  const fleet = new FakeFleet(settings.hosts.map(({ name }) => name))
  const asked: string[] = []
  fleet.answer = ({ script }) => {
    asked.push(script.includes('smoke-test') ? 'smoke' : 'errors')
    return undefined
  }
  const clock = new FakeClock()
  const query = fleet.query.bind(fleet)
  fleet.query = async (each) => {
    if (each.script.includes('smoke-test')) await clock.sleepUntil(clock.nowMs() + 300_000)
    return query(each)
  }
  return { harness: new RunnerHarness(settings, fleet, { clock }), asked }
}

const gateOf = ({ state }: RunnerHarness) => waitingGate(state)?.id
const checksOf = ({ state }: RunnerHarness) => state.gates[launch]?.checks

describe('signGate', () => {
  it('waits for the first results, and signs with what the console saw', async () => {
    const { harness, asked } = newHarness([quick])
    expect(isChecked(harness.state)).toBe(false)
    const state = await signGate(harness.runner, 'ann', harness.clock)
    expect(asked).toEqual(['errors'])
    expect(state.gates[launch]?.signOffs).toMatchObject([
      {
        by: 'ann',
        record: { facts: { serving: '1', hosts: '1', floor: '0', failed: '0', openDebts: '0', versions: '' } },
      },
    ])
  })

  it('signs nothing when somebody began to settle a debt while it checked', async () => {
    const { harness, asked } = newHarness([quick])
    const refuse = () => {
      if (asked.length > 0) throw new Error('a debt is being settled')
    }
    const signing = signGate(harness.runner, 'ann', harness.clock, launch, refuse)
    await expect(signing).rejects.toThrow('a debt is being settled')
    expect(harness.state.gates[launch]?.signOffs).toEqual([])
  })

  it('checks again what is old or did not hold, in the name of the person who signs', async () => {
    const { harness, asked } = newHarness([quick], { signOff: { approvers: 3 } })
    await signGate(harness.runner, 'ann', harness.clock)
    harness.clock.advance(20_000)
    await signGate(harness.runner, 'bob', harness.clock)
    expect(asked).toHaveLength(1)
    harness.clock.advance(20_000)
    await signGate(harness.runner, 'cleo', harness.clock)
    expect(asked).toHaveLength(2)
    const rechecked = harness.store
      .read(harness.settings.rollout)
      .filter(({ event }) => event.kind === 'gate-rechecked')
    expect(rechecked).toMatchObject([{ actor: 'cleo', event: { items: ['errors'] } }])
  })

  it('says what keeps the gate shut after a check that still does not hold, having tried once more', async () => {
    const { harness, asked } = newHarness([quick])
    harness.fleet.answer = () => {
      asked.push('errors')
      return { exitCode: 1, stdout: '', stderr: 'too many' }
    }
    await turns()
    const signing = signGate(harness.runner, 'ann', harness.clock)
    await expect(signing).rejects.toMatchObject({
      code: 'gate.items-open',
      message: expect.stringContaining('too many') as string,
    })
    expect(asked).toHaveLength(2)
  })

  it('checks the quick items once more when a slow one has made them old', async () => {
    const { harness, asked } = newHarness([quick, slow])
    const { clock } = harness
    const signing = signGate(harness.runner, 'ann', clock)
    for (let round = 0; gateOf(harness) === launch && round < 5; round += 1) {
      await turns()
      clock.step()
    }
    expect((await signing).gates[launch]?.state).toBe('open')
    expect(asked.filter((each) => each === 'errors').length).toBeGreaterThan(1)
    expect(asked.filter((each) => each === 'smoke')).toHaveLength(1)
    expect(checksOf(harness)).toMatchObject({ errors: { holds: true }, smoke: { holds: true } })
  })

  it('signs only the gate that was looked at: a second signature at the same time does not open the next one', async () => {
    const { harness } = newHarness([])
    const both = await Promise.allSettled([
      signGate(harness.runner, 'ann', harness.clock),
      signGate(harness.runner, 'bob', harness.clock),
    ])
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    expect(both[1]).toMatchObject({ reason: { code: 'gate.moved-on' } })
    expect(gateOf(harness)).toBe('before-batch-1')
    await expect(signGate(harness.runner, 'ann', harness.clock, launch)).rejects.toMatchObject({
      code: 'gate.moved-on',
    })
  })

  it('is refused while no gate waits, while braked, and by the rules of people', async () => {
    const { harness } = newHarness([], { signOff: { approvers: 1, notBy: 'starter' } })
    const { runner, clock } = harness
    await expect(signGate(runner, 'ann', clock)).rejects.toMatchObject({ code: 'gate.not-by-starter' })
    await runner.tell({ kind: 'brake', cause: 'hand', reason: 'wait' }, 'ann')
    await expect(signGate(runner, 'bob', clock)).rejects.toMatchObject({ code: 'rollout.braked' })
    await runner.tell({ kind: 'revoke', reason: 'wrong' }, 'ann')
    await expect(signGate(runner, 'bob', clock)).rejects.toMatchObject({ code: 'gate.not-waiting' })
  })

  it('does not wait for a journal that cannot be written', async () => {
    const { harness } = newHarness([quick])
    await turns()
    harness.clock.advance(60_000)
    harness.store.isFull = true
    await expect(signGate(harness.runner, 'ann', harness.clock)).rejects.toMatchObject({ code: 'db.disk-full' })
  })
})
