import { describe, expect, it } from 'vitest'
import { debtSettledBy, evolveHost } from '../../../../src/shared/domain/host-evolve'
import { asDebtId } from '../../../../src/shared/domain/ids'
import type { RolloutEvent } from '../../../../src/shared/domain/rollout-event'
import type { HostState } from '../../../../src/shared/domain/rollout-state'
import { startedRun, web } from '../../../helpers/rollout-steps'

const fresh = startedRun().state.hosts[web(1)]!
const apply = (host: HostState, ...events: RolloutEvent[]) =>
  events.reduce((state, event) => evolveHost(state, { event, atMs: 9, actor: 'console' }), host)
const finished = (step: 'precheck' | 'mute' | 'drain' | 'admit' | 'unmute', more: object = {}): RolloutEvent => ({
  kind: 'step-finished',
  host: web(1),
  step,
  attempt: 1,
  outcome: 'ok',
  durationMs: 5,
  ...more,
})

describe('evolveHost', () => {
  it('keeps attempts whose end nobody saw until one with an exit code follows', () => {
    const lost = apply(fresh, finished('drain', { outcome: 'failed', code: 'remote.outcome-unknown' }))
    const unreachable = apply(lost, finished('admit', { outcome: 'failed', code: 'ssh.connect-timeout' }))
    const both = [
      { step: 'drain', attempt: 1 },
      { step: 'admit', attempt: 1 },
    ]
    expect(unreachable.unsettled).toEqual(both)
    expect(apply(unreachable, finished('mute', { outcome: 'skipped' })).unsettled).toEqual(both)
    expect(apply(unreachable, finished('admit', { exitCode: 0 })).unsettled).toBeUndefined()
  })

  it.each(['remote.cannot-start', 'step.timed-out', 'step.vanished'])(
    'knows of %s that nothing runs any more',
    (code) => {
      expect(apply(fresh, finished('drain', { outcome: 'failed', code })).unsettled).toBeUndefined()
    },
  )

  it.each<[Parameters<typeof finished>[0], object, Partial<HostState>]>([
    ['mute', {}, { isMuted: true }],
    ['mute', { outcome: 'skipped' }, { isMuted: false }],
    ['drain', {}, { isServing: false }],
    ['drain', { outcome: 'failed', code: 'step.exit-code' }, { isServing: false }],
    ['drain', { outcome: 'failed', code: 'step.floor' }, { isServing: true }],
    ['drain', { outcome: 'failed', code: 'step.traffic' }, { isServing: true }],
    ['precheck', { outcome: 'failed' }, { isServing: true, isMuted: false }],
  ])('after %s %o knows where the host is', (step, more, expected) => {
    expect(apply(fresh, finished(step, more))).toMatchObject(expected)
  })

  it.each<[Parameters<typeof finished>[0], object, Partial<HostState>]>([
    ['admit', {}, { isServing: true }],
    ['admit', { outcome: 'skipped' }, { isServing: true }],
    ['admit', { outcome: 'failed' }, { isServing: false }],
    ['unmute', {}, { isMuted: false }],
    ['unmute', { outcome: 'skipped' }, { isMuted: true }],
    ['unmute', { outcome: 'failed' }, { isMuted: true }],
  ])('that is out and muted, after %s %o', (step, more, expected) => {
    expect(apply({ ...fresh, isServing: false, isMuted: true }, finished(step, more))).toMatchObject(expected)
  })

  it('keeps what the first precheck found, and counts attempts for ever but tries since the last retry', () => {
    const start = { kind: 'step-started', host: web(1), step: 'precheck', purpose: 'forward' } as const
    const host = apply(
      fresh,
      finished('precheck', { facts: { version: '1.0.0', digest: 'd1' } }),
      { ...start, attempt: 2 },
      finished('precheck', { attempt: 2, facts: { version: '1.1.0' } }),
      { kind: 'host-failed', host: web(1), step: 'fetch', code: 'x', reason: 'y' },
      { kind: 'host-retried', host: web(1) },
      { ...start, attempt: 3, notBeforeMs: 70 },
    )
    expect(host).toMatchObject({
      status: 'running',
      before: { version: '1.0.0', digest: 'd1' },
      steps: { precheck: { state: 'running', attempts: 3, tries: 1, notBeforeMs: 70 } },
    })
    expect(host).not.toHaveProperty('failure')
  })

  it('goes through an undo step by step', () => {
    const undoing = apply(fresh, {
      kind: 'undo-planned',
      host: web(1),
      steps: ['admit', 'unmute'],
      after: { kind: 'returned', reason: 'x' },
    })
    expect(undoing).toMatchObject({ status: 'undoing', undo: { steps: ['admit', 'unmute'] } })
    const half = apply(undoing, { kind: 'undo-advanced', host: web(1), step: 'admit' })
    expect(half.undo?.steps).toEqual(['unmute'])
    const back = apply(half, { kind: 'host-returned', host: web(1), reason: 'x' })
    expect(back).toMatchObject({ status: 'pending' })
    expect(back).not.toHaveProperty('undo')
  })

  it('refuses events that are about no host', () => {
    expect(() => apply(fresh, { kind: 'brake-released' })).toThrow(/brake-released/)
  })
})

describe('debtSettledBy', () => {
  it('is the debt that a step gives back, if there is one', () => {
    const owing = { ...fresh, debts: { drain: asDebtId('d1') } }
    expect(debtSettledBy(owing, 'admit')).toEqual({ debtKind: 'drain', debt: 'd1' })
    expect([debtSettledBy(owing, 'unmute'), debtSettledBy(owing, 'verify')]).toEqual([undefined, undefined])
  })
})
