import { describe, expect, it } from 'vitest'
import { asDebtId, asGateId } from '../../../../src/shared/domain/ids'
import type { RolloutEvent } from '../../../../src/shared/domain/rollout-event'
import { evolve, evolveAll, type RecordedEvent } from '../../../../src/shared/domain/rollout-evolve'
import type { RolloutState } from '../../../../src/shared/domain/rollout-state'
import { settingsFixture } from '../../../helpers/rollout-fixture'
import { allSteps, startedRun, web } from '../../../helpers/rollout-steps'

const at = (event: RolloutEvent, atMs = 9, actor = 'ann'): RecordedEvent => ({ event, atMs, actor })
const settings = settingsFixture({ batches: [1, 1], lifecycle: allSteps })
const created = evolve(undefined, at({ kind: 'rollout-created', settings }, 5))
const after = (...events: RolloutEvent[]) => events.reduce((state, event) => evolve(state, at(event)), created)

describe('evolve', () => {
  it('begins with a rollout that was created, and refuses anything else', () => {
    expect(created).toMatchObject({
      position: 0,
      createdAtMs: 5,
      lowestServing: 2,
      servingBeside: 0,
      hosts: { 'web-01': { status: 'pending', batch: 1, isServing: true }, 'web-02': { batch: 2 } },
      gates: { 'before-launch': { state: 'ahead' } },
    })
    expect(() => evolve(undefined, at({ kind: 'brake-released' }))).toThrow(/starts with rollout-created/)
  })

  it('counts the hosts beside the plan that serve', () => {
    const plan = { ...settings.plan, batches: settings.plan.batches.slice(0, 1) }
    const state = evolve(undefined, at({ kind: 'rollout-created', settings: { ...settings, plan } }))
    expect([state.servingBeside, state.lowestServing, Object.keys(state.hosts)]).toEqual([1, 2, [web(1)]])
  })

  it('refuses events about hosts, gates and plans that there are not', () => {
    expect(() => after({ kind: 'host-started', host: web(9) })).toThrow(/no host web-09/)
    expect(() => after({ kind: 'gate-reached', gate: asGateId('nowhere') })).toThrow(/no gate nowhere/)
    const hosts = settings.hosts.slice(1)
    expect(() => evolve(undefined, at({ kind: 'rollout-created', settings: { ...settings, hosts } }))).toThrow(/web-01/)
    expect(() => after({ kind: 'nonsense' } as unknown as RolloutEvent)).toThrow(/nonsense/)
  })

  it('remembers the lowest number that served', () => {
    const drain = { host: web(1), step: 'drain', attempt: 1, durationMs: 1, outcome: 'ok' } as const
    const state = after(
      { kind: 'step-finished', ...drain },
      { kind: 'step-finished', ...drain, step: 'admit' },
      { kind: 'step-finished', ...drain, host: web(2) },
    )
    expect([state.lowestServing, state.hosts[web(1)]?.isServing]).toEqual([1, true])
  })

  it('forgets that a failure was accepted once its host is tried again', () => {
    const failed = { kind: 'host-failed', host: web(1), step: 'verify', code: 'x', reason: 'x' } as const
    const accepted = after(failed, { kind: 'brake-pulled', cause: 'hand', reason: '' }, { kind: 'brake-released' })
    expect(accepted.acceptedFailures).toEqual([web(1)])
    expect(evolve(accepted, at({ kind: 'host-retried', host: web(1) })).acceptedFailures).toEqual([])
  })

  it('keeps a debt with its times, how it was settled, and whether that was confirmed', () => {
    const debt = { debt: asDebtId('d1'), host: web(1), debtKind: 'mute' } as const
    const recorded = after({ kind: 'debt-recorded', ...debt, expiresAtMs: 70 })
    expect(recorded.hosts[web(1)]?.debts).toEqual({ mute: 'd1' })
    const settled = evolve(recorded, at({ kind: 'debt-settled', ...debt, how: 'seen', isConfirmed: true }, 20))
    expect(settled.debts).toEqual({
      d1: {
        id: 'd1',
        host: web(1),
        kind: 'mute',
        recordedAtMs: 9,
        expiresAtMs: 70,
        settledAtMs: 20,
        how: 'seen',
        isConfirmed: true,
      },
    })
    expect(settled.hosts[web(1)]?.debts).toEqual({})
  })

  it('does not take a debt off a host that has a newer one of the same kind', () => {
    const one = { debt: asDebtId('d1'), host: web(1), debtKind: 'drain' } as const
    const state = after(
      { kind: 'debt-recorded', ...one },
      { kind: 'debt-recorded', ...one, debt: asDebtId('d2') },
      { kind: 'debt-settled', ...one, how: 'late' },
    )
    expect(state.hosts[web(1)]?.debts).toEqual({ drain: 'd2' })
  })

  it('lets events pass that only tell of something', () => {
    const jump = { kind: 'time-jumped', cause: 'back', byMs: 5_000 } as const
    expect(after({ kind: 'release-blocked', reason: 'slow' }, jump)).toEqual(created)
  })
})

describe('evolveAll', () => {
  it('gives the same state from a journal that was written and read', () => {
    const run = startedRun()
    run.runToRest()
    const journal = JSON.parse(JSON.stringify(run.recorded)) as RecordedEvent[]
    expect(evolveAll(undefined, journal)).toEqual(run.state)
    expect(evolveAll(undefined, [])).toBeUndefined()
  })

  it('leaves every earlier state as it was', () => {
    const run = startedRun()
    run.runToRest()
    let state: RolloutState | undefined
    const seen = run.recorded.map((event) => (state = evolve(state, event)))
    const copies = seen.map((each) => JSON.stringify(each))
    evolveAll(seen[10], run.recorded.slice(11))
    expect(seen.map((each) => JSON.stringify(each))).toEqual(copies)
  })
})
