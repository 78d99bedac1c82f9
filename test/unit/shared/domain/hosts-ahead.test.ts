import { describe, expect, it } from 'vitest'
import { whyNotCatchUp } from '../../../../src/shared/domain/hosts-ahead'
import { stepNames, type StepName } from '../../../../src/shared/domain/lifecycle'
import type { StepPurpose } from '../../../../src/shared/domain/rollout-event'
import type { HostState } from '../../../../src/shared/domain/rollout-state'

/** A host of which the journal knows these attempts; the last one is due. */
function hostOf(known: readonly StepName[]): HostState {
  const steps = Object.fromEntries(
    stepNames.map((step) => {
      const attempts = known.filter((each) => each === step).length
      return [step, { state: attempts === 0 ? 'pending' : 'ok', attempts, tries: attempts }]
    }),
  )
  const host = { name: 'web-01', steps, status: 'running', isServing: true, isMuted: false, debts: {} }
  return host as unknown as HostState
}

const whole = ['precheck.1', 'fetch.1', 'mute.1', 'drain.1', 'quiet.1', 'restart.1', 'verify.1', 'admit.1', 'unmute.1']

function judge(known: StepName[], own: string[], purpose: StepPurpose = 'forward', unknownRollouts: string[] = []) {
  const step = known.at(-1) ?? 'precheck'
  const host = hostOf(known)
  return whyNotCatchUp(host, { step, attempt: host.steps[step].attempts, purpose }, { own, unknownRollouts })
}

describe('whyNotCatchUp', () => {
  it.each<[string, StepName[], string[]]>([
    ['did nothing of it', ['precheck'], []],
    ['did all of it', ['precheck'], whole],
    ['did a part of it', ['precheck'], whole.slice(0, 6)],
    ['did the rest of it', ['precheck', 'fetch', 'mute', 'drain', 'quiet', 'restart'], whole],
    [
      'tried a step twice',
      ['precheck'],
      ['precheck.1', 'fetch.1', 'fetch.2', 'mute.1', 'drain.1', 'restart.1', 'restart.2'],
    ],
  ])('joins what a host did that %s', (_, known, own) => {
    expect(judge(known, own)).toBeUndefined()
  })

  it('leaves a host to a person that was put back without a restart', () => {
    const own = ['precheck.1', 'fetch.1', 'mute.1', 'drain.1', 'admit.1', 'unmute.1']
    expect(judge(['precheck'], own)).toMatch(/^web-01 was put back since.*\(precheck\.1, fetch\.1, .*unmute\.1\)$/)
    expect(judge(['precheck', 'fetch', 'mute', 'drain'], own)).toMatch(/was put back since/)
  })

  it('leaves a host to a person that was taken out twice', () => {
    expect(judge(['precheck'], [...whole, 'drain.2'])).toMatch(/taken out more than once/)
  })

  it('leaves a host to a person that an unknown rollout changed', () => {
    expect(judge(['precheck'], whole, 'forward', ['k3jx'])).toMatch(/was changed by k3jx since/)
  })

  it('leaves a host to a person that was put back by settling a debt, unless the journal knows of that', () => {
    const own = [...whole.slice(0, 6), 'verify.settle-1795719119060', 'admit.settle-1795719119060']
    const due = { step: 'restart', attempt: 1, purpose: 'forward' } as const
    const host = hostOf(['precheck', 'fetch', 'mute', 'drain', 'quiet', 'restart'])
    const memory = { own, unknownRollouts: [] }
    expect(whyNotCatchUp(host, due, memory)).toMatch(/put back by settling a debt since/)
    expect(whyNotCatchUp(host, { ...due, purpose: 'undo' }, memory)).toBeUndefined()
    expect(whyNotCatchUp({ ...host, settlings: [1_795_719_119_060] }, due, memory)).toBeUndefined()
  })

  it('lets a host be put back that the journal knows to be out', () => {
    const known: StepName[] = ['precheck', 'mute', 'drain', 'admit']
    expect(judge(known, ['precheck.1', 'mute.1', 'drain.1', 'admit.1'], 'undo')).toBeUndefined()
  })
})
