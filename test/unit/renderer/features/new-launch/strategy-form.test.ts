import { describe, expect, it } from 'vitest'
import { strategySpec } from '../../../../../src/shared/domain/app-spec'
import { resolveStrategy } from '../../../../../src/shared/domain/strategy'
import {
  changedFields,
  findStrategyProblems,
  readStrategy,
  resetField,
  writeStrategy,
  type StrategyForm,
} from '../../../../../src/renderer/features/new-launch/strategy-form'

const written = {
  canary: { hosts: 2, soak: '10m' },
  batches: [1, '10%', '25%'],
  maxUnavailable: '40%',
  soak: '1m30s',
  pause: 30,
  stopWhenFailuresExceed: { batch: 0, rollout: 2 },
  signOff: { approvers: 2, notBy: 'starter' },
}
const formOf = (spec: unknown, isProtected = true) =>
  readStrategy(resolveStrategy(strategySpec.parse(spec), isProtected, 64))
const own = formOf(written)
const withPart = (part: Partial<StrategyForm>): StrategyForm => ({ ...own, ...part })

describe('readStrategy', () => {
  it('shows a strategy as people write it', () => {
    expect(own).toEqual({
      kind: 'canary',
      canaryHosts: '2',
      canarySoak: '10m',
      batches: ['1', '10%', '25%'],
      maxUnavailable: '40%',
      budgetBatch: '0',
      budgetRollout: '2',
      pause: '30s',
      soak: '1m30s',
      approvers: '2',
      isNotByStarter: true,
    })
  })
  it('offers a canary where none is described', () => {
    expect(formOf({ kind: 'rolling' })).toMatchObject({ kind: 'rolling', canaryHosts: '1', canarySoak: '10m' })
  })
})

describe('writeStrategy', () => {
  it.each([[written], [{ kind: 'rolling', batches: 3 }], [{ kind: 'all-at-once' }], [{}]])(
    'writes what means the same as it was read from: %j',
    (spec) => {
      for (const isProtected of [true, false]) {
        const resolved = resolveStrategy(strategySpec.parse(spec), isProtected, 64)
        const again = strategySpec.parse(writeStrategy(readStrategy(resolved)))
        expect(resolveStrategy(again, isProtected, 64)).toEqual(resolved)
      }
    },
  )
  it('says nothing of a canary that is not wanted', () => {
    expect(writeStrategy(withPart({ kind: 'rolling' }))).not.toHaveProperty('canary')
  })
})

describe('findStrategyProblems', () => {
  it('finds none in a strategy that was read', () => {
    expect(findStrategyProblems(own)).toEqual({})
  })
  it('names the control and what it wants', () => {
    const wrong = withPart({
      canaryHosts: '3',
      canarySoak: 'soon',
      batches: ['1', 'a third'],
      maxUnavailable: '101%',
      budgetBatch: '-1',
      budgetRollout: '',
      pause: '',
      soak: '10 minutes',
      approvers: '0',
    })
    expect(findStrategyProblems(wrong)).toEqual({
      canaryHosts: 'canaryHosts',
      canarySoak: 'duration',
      batches: 'batches',
      maxUnavailable: 'amount',
      budgetBatch: 'amount',
      budgetRollout: 'amount',
      pause: 'duration',
      soak: 'duration',
      approvers: 'approvers',
    })
  })
  it('does not mind what the kind does not use', () => {
    expect(findStrategyProblems(withPart({ kind: 'all-at-once', canarySoak: '', batches: [] }))).toEqual({})
  })
})

describe('changedFields', () => {
  it('compares what is meant, not how it is written', () => {
    expect(changedFields(own, withPart({ canarySoak: '600s', soak: '90s', maxUnavailable: '40 %' }))).toEqual([])
  })
  it('names what differs, and nothing that the kind does not use', () => {
    const rolling = withPart({ kind: 'rolling', canaryHosts: '1', batches: ['2'], approvers: '3' })
    expect(changedFields(own, rolling)).toEqual(['kind', 'batches', 'approvers'])
  })
  it('is empty again after a reset', () => {
    const changed = withPart({ batches: ['2'] })
    expect(changedFields(own, resetField(changed, own, 'batches'))).toEqual([])
  })
})
