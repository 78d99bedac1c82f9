import { describe, expect, it } from 'vitest'
import { mergeSettlements, unsettledGroups } from '../../../../src/renderer/ui/unsettled-groups'
import { AppError, toWireError } from '../../../../src/shared/errors/app-error'

const stale = (debt: string, lock: string, silent: string) => {
  const error = toWireError(new AppError('lock.stale', { details: { lock, silent } }))
  return { debt, host: 'web-02', ok: false, problem: error.message, error }
}

describe('unsettledGroups', () => {
  it('tells of one lock once, however long it was silent at each debt', () => {
    const groups = unsettledGroups([stale('mute.1', 'k1', '44s'), stale('drain.1', 'k1', '45s')])
    expect(groups.map(({ hosts, debts }) => ({ hosts, debts }))).toEqual([
      { hosts: ['web-02'], debts: ['mute.1', 'drain.1'] },
    ])
  })

  it('tells of another lock, and of another reason, by itself', () => {
    const failed = { debt: 'drain.2', host: 'web-03', ok: false, problem: 'It does not answer.' }
    const settled = { debt: 'drain.3', host: 'web-04', ok: true }
    const groups = unsettledGroups([stale('mute.1', 'k1', '44s'), stale('mute.2', 'k2', '44s'), failed, settled])
    expect(groups.map(({ debts }) => debts)).toEqual([['mute.1'], ['mute.2'], ['drain.2']])
    expect(groups[2]).toEqual({
      key: failed.problem,
      error: undefined,
      problem: failed.problem,
      hosts: ['web-03'],
      debts: ['drain.2'],
    })
  })
})

describe('mergeSettlements', () => {
  const failed = (debt: string, problem: string) => ({ debt, host: 'web-03', ok: false, problem })

  it('puts what a second try says in place of what the first one said, and keeps the rest', () => {
    const before = [stale('mute.1', 'k1', '44s'), failed('drain.2', 'It does not answer.')]
    const again = [{ debt: 'mute.1', host: 'web-02', ok: true }, failed('drain.3', 'Also silent.')]
    expect(mergeSettlements(before, again)).toEqual([again[0], before[1], again[1]])
  })
})
