import { describe, expect, it } from 'vitest'
import { strategySpec } from '../../../../../src/shared/domain/app-spec'
import { asHostName } from '../../../../../src/shared/domain/ids'
import { planRollout } from '../../../../../src/shared/domain/plan'
import { resolveStrategy } from '../../../../../src/shared/domain/strategy'
import { AppError } from '../../../../../src/shared/errors/app-error'
import { placeOfRefusal, remedyFor } from '../../../../../src/renderer/features/new-launch/plan-refusal'
import {
  readStrategy,
  writeStrategy,
  type StrategyForm,
} from '../../../../../src/renderer/features/new-launch/strategy-form'

const hosts = Array.from({ length: 12 }, (_, index) => ({
  name: asHostName(`web-${index + 1}`),
  isCanary: index === 0,
  isServing: index < 10,
}))
const base = readStrategy(resolveStrategy(strategySpec.parse({}), true, hosts.length))

function planOf(form: StrategyForm): unknown {
  const strategy = resolveStrategy(strategySpec.parse(writeStrategy(form)), true, hosts.length)
  try {
    return planRollout({ app: 'shop', environment: 'production', isProtected: true, strategy, hosts })
  } catch (error) {
    return error
  }
}

describe('remedyFor', () => {
  it.each<[string, Partial<StrategyForm>, string, string]>([
    ['a batch that is too large', { batches: ['1', '8'], maxUnavailable: '90%' }, 'batches', '5'],
    ['a share that is too large', { batches: ['75%'], maxUnavailable: '90%' }, 'batches', '5'],
    ['a size of nothing', { batches: ['0', '2'] }, 'batches', '1'],
    ['batches below the floor', { batches: ['2', '5'], maxUnavailable: '4' }, 'batches', '2'],
    ['a canary below the floor', { canaryHosts: '2', batches: ['1'], maxUnavailable: '3' }, 'canaryHosts', '1'],
    ['a floor out of reach', { maxUnavailable: '2' }, 'maxUnavailable', '3'],
    ['all at once', { kind: 'all-at-once' }, 'kind', 'canary'],
  ])('makes %s legal with one click', (_, part, place, value) => {
    const form = { ...base, ...part }
    const refused = planOf(form)
    expect(refused).toBeInstanceOf(AppError)
    const error = refused as AppError
    expect(placeOfRefusal(error)).toBe(place)
    const remedy = remedyFor(error, form, hosts.length)
    expect(remedy?.value).toBe(value)
    expect(remedy && planOf(remedy.form)).not.toMatchObject({ code: error.code })
  })
  it('keeps the sizes that were legal', () => {
    const form = { ...base, batches: ['1', '10%', '8'] }
    const error = new AppError('plan.batch-too-large', { details: { batch: 3, hosts: 8, total: 12, nearest: 5 } })
    expect(remedyFor(error, form, 12)?.form.batches).toEqual(['1', '10%', '5'])
  })
  it('offers nothing where the console names nothing', () => {
    expect(remedyFor(new AppError('plan.no-hosts'), base, 0)).toBeUndefined()
  })
})

describe('placeOfRefusal', () => {
  it('leads from the start to where it can be put right', () => {
    const places = (['release.no-digest', 'release.blocked', 'rollout.cluster-busy', 'console.other'] as const).map(
      (code) => placeOfRefusal(new AppError(code)),
    )
    expect(places).toEqual(['sha256', 'version', 'environment', 'start'])
  })
})
