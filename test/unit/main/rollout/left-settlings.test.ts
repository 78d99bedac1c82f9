import { describe, expect, it, vi } from 'vitest'
import { consoleActor } from '../../../../src/shared/domain/rollout-command'
import { describeRecovery } from '../../../../src/shared/domain/recovery'
import { asDebtId, type RolloutId } from '../../../../src/shared/domain/ids'
import { turns } from '../../../helpers/fake-clock'
import { web } from '../../../helpers/rollout-steps'
import { ServiceHarness, isAtRest } from '../../../helpers/service-harness'

const debt = asDebtId('rollout1.web-01.drain.1')

/** A rollout that is braked with web-01 out and muted. */
async function owing() {
  const harness = new ServiceHarness()
  harness.fleet.script = ({ host, step }) => (host === web(1) && step === 'quiet' ? { exitCode: 1 } : undefined)
  const { rollout } = await harness.start()
  await harness.drive(rollout, isAtRest)
  harness.fleet.script = () => undefined
  return { harness, rollout }
}

/** The console ends as soon as this was begun to settle the debt; the host goes on. Another console begins. */
async function endWhile(harness: ServiceHarness, line: string, of = debt): Promise<void> {
  harness.fleet.latency = 20
  const settling = harness.settle([of]).catch(() => undefined)
  while (!harness.fleet.trace.includes(line)) await turns(1)
  harness.restart()
  await settling
  harness.clock.advance(1_000)
}

/** What the journal says of the debt since it was being settled. */
const told = ({ store }: ServiceHarness, rollout: RolloutId) =>
  store.read(rollout).flatMap(({ event, actor }) => {
    const isAbout =
      event.kind === 'settling-started' || event.kind === 'settling-failed' || event.kind === 'debt-settled'
    return isAbout && event.host === web(1) ? [{ actor, ...event }] : []
  })
const stateOf = ({ service }: ServiceHarness, rollout: RolloutId) => service.look(rollout).state

describe('endLeftSettlings', () => {
  it('settles a debt whose reverse went on without its console and is confirmed', async () => {
    const { harness, rollout } = await owing()
    await endWhile(harness, 'start web-01 admit.1000000')
    const begun = harness.fleet.trace.length
    await harness.endLeftSettlings()
    expect(harness.fleet.trace.slice(begun).filter((line) => line.startsWith('start'))).toEqual([])
    const { hosts, debts } = stateOf(harness, rollout)
    expect(hosts[web(1)]).toMatchObject({ isServing: true })
    expect(debts[debt]).toMatchObject({ isConfirmed: true, settling: { by: 'bob' } })
    const { event } = harness.store.read(rollout).at(-1)!
    expect(describeRecovery(event)).toBe(
      'web-01: out of traffic no more: admit was confirmed after the console that began it had ended',
    )
  })

  it('says that nothing had begun there, and the debt can be settled again', async () => {
    const { harness, rollout } = await owing()
    harness.fleet.unreachable.set('web-01', 'never')
    void harness.settle([debt]).catch(() => undefined)
    while (told(harness, rollout).length === 0) await turns(1)
    await turns(20)
    harness.restart()
    harness.fleet.unreachable.clear()
    await harness.endLeftSettlings()
    expect(told(harness, rollout).at(-1)).toMatchObject({
      kind: 'settling-failed',
      reason: 'its console ended before admit began; settle it again',
      isOver: true,
      isFound: true,
    })
    expect(stateOf(harness, rollout).hosts[web(1)]?.unsettled).toBeUndefined()
    expect(await harness.settle([debt])).toMatchObject([{ ok: true }])
  })

  it('keeps who tried, and says why the host is still owed', async () => {
    const { harness, rollout } = await owing()
    harness.fleet.script = ({ step }) => (step === 'admit' ? { exitCode: 9 } : undefined)
    await endWhile(harness, 'start web-01 admit.1000000')
    await harness.endLeftSettlings()
    expect(told(harness, rollout).at(-1)).toMatchObject({ kind: 'settling-failed', actor: consoleActor, isOver: true })
    const { settling } = stateOf(harness, rollout).debts[debt]!
    expect(settling).toMatchObject({ by: 'bob', atMs: 1_000_000, problem: 'admit failed: exit code 9' })
    expect(harness.fleet.serving.has(web(1))).toBe(false)
  })

  it('tells once that a host does not answer, and looks again at the next start', async () => {
    const { harness, rollout } = await owing()
    await endWhile(harness, 'start web-01 admit.1000000')
    harness.fleet.unreachable.set('web-01', 'refused')
    await harness.endLeftSettlings()
    await harness.endLeftSettlings()
    const news = told(harness, rollout).filter(({ kind }) => kind === 'settling-failed')
    expect(news).toMatchObject([{ reason: expect.stringMatching(/cannot be seen: .*refuses/) as string }])
    harness.fleet.unreachable.clear()
    harness.restart()
    await harness.endLeftSettlings()
    expect(stateOf(harness, rollout).debts[debt]).toMatchObject({ isConfirmed: true })
  })

  it('leaves a host to the rollout that goes on with it', async () => {
    const { harness, rollout } = await owing()
    await endWhile(harness, 'start web-01 admit.1000000')
    await harness.during(harness.service.goOn(rollout, 'retry', 'ann'))
    await harness.endLeftSettlings()
    expect(told(harness, rollout).map(({ kind }) => kind)).toEqual(['settling-started'])
    await harness.drive(rollout, ({ hosts }) => hosts[web(1)]?.step !== 'precheck')
    expect(told(harness, rollout).at(-1)).toMatchObject({
      kind: 'debt-settled',
      how: 'an earlier admit was confirmed',
      isFound: true,
    })
  })

  it('has nothing to tell of a host that was taken out again later, by a rollout that found it given back', async () => {
    const { harness, rollout } = await owing()
    await endWhile(harness, 'start web-01 admit.1000000')
    await harness.service.tell(rollout, { kind: 'revoke', reason: 'wrong' }, 'ann')
    harness.fleet.script = ({ host, step }) => (host === web(1) && step === 'quiet' ? { exitCode: 1 } : undefined)
    const { rollout: next } = await harness.start('1.2.0')
    await harness.drive(next, isAtRest)
    await harness.endLeftSettlings()
    expect(told(harness, rollout).slice(1)).toMatchObject([{ kind: 'debt-settled', isConfirmed: true, isFound: true }])
    expect(stateOf(harness, next).hosts[web(1)]).toMatchObject({
      isServing: false,
      debts: { drain: expect.anything() },
    })
    expect(harness.fleet.serving.has(web(1))).toBe(false)
  })

  it('does not settle what another rollout owes as well, which may have taken the host since', async () => {
    const { harness, rollout } = await owing()
    await harness.service.tell(rollout, { kind: 'revoke', reason: 'wrong' }, 'ann')
    harness.clock.advance(1_000)
    harness.fleet.script = ({ host, step }) => (host === web(1) && step === 'quiet' ? { exitCode: 1 } : undefined)
    const { rollout: next } = await harness.start('1.2.0')
    await harness.drive(next, isAtRest)
    harness.fleet.script = () => undefined
    const later = asDebtId('rollout2.web-01.drain.1')
    await endWhile(harness, `start web-01 admit.${harness.clock.nowMs()}`, later)
    await harness.endLeftSettlings()
    expect(harness.fleet.serving.has(web(1))).toBe(true)
    expect(told(harness, next).at(-1)).toMatchObject({
      kind: 'settling-failed',
      reason: 'admit was confirmed, but rollout rollout1 may have taken web-01 again since; settle it again',
      isOver: true,
    })
    expect(await harness.settle([later])).toMatchObject([{ ok: true }])
    await turns(20)
    expect(harness.book.listOpenDebts({}).filter(({ kind }) => kind === 'drain')).toEqual([])
  })

  it('says nothing of debts that nobody was settling', async () => {
    const { harness, rollout } = await owing()
    harness.restart()
    await harness.endLeftSettlings()
    expect(told(harness, rollout)).toEqual([])
  })

  it('reads the journal of a rollout once, however much it owes, and none of those that nobody tried to settle', async () => {
    const { harness, rollout } = await owing()
    const view = vi.spyOn(harness.service, 'view')
    await harness.endLeftSettlings()
    expect(view).not.toHaveBeenCalled()
    harness.fleet.script = ({ step }) => (step === 'admit' ? { exitCode: 9 } : undefined)
    await harness.settle([debt])
    expect(harness.book.listOpenDebts({})).toHaveLength(2)
    await harness.endLeftSettlings()
    expect(view.mock.calls).toEqual([[rollout]])
  })
})
