import { describe, expect, it } from 'vitest'
import { gatesSpec } from '../../../../src/shared/domain/app-spec'
import { describeGate, gatesOf } from '../../../../src/shared/domain/gate'
import { asGateId, asHostName } from '../../../../src/shared/domain/ids'
import type { Plan, PlannedBatch } from '../../../../src/shared/domain/plan'

const batch = (index: number, kind: PlannedBatch['kind'] = 'batch'): PlannedBatch => ({
  index,
  kind,
  hosts: [asHostName(`web-${index}`)],
  servingAfter: 9,
})
const planOf = (batches: PlannedBatch[], warnings: Plan['warnings'] = []): Plan => ({
  hosts: 10,
  floor: 5,
  batches,
  warnings,
})
const withCanary = planOf([batch(0, 'canary'), batch(1), batch(2)])
const tick = { id: 'told', ask: 'Told?', kind: 'tick' }

const idsOf = (spec: object, isProtected: boolean, plan = withCanary, type: 'release' | 'rollback' = 'release') =>
  gatesOf(gatesSpec.parse(spec), isProtected, type, plan).map(({ id, items }) => [id, ...items.map((item) => item.id)])

describe('gatesOf', () => {
  it('gives a protected environment all five kinds with their built-in checks', () => {
    expect(idsOf({}, true)).toEqual([
      ['before-launch'],
      ['before-canary', 'floor'],
      ['after-soak', 'previous-batch-healthy'],
      ['before-batch-1', 'previous-batch-healthy', 'floor'],
      ['before-batch-2', 'previous-batch-healthy', 'floor'],
      ['before-closing', 'all-hosts-done', 'no-open-debts'],
    ])
  })

  it('gives another environment the gate before launch, one before each batch, and those it names', () => {
    expect(idsOf({}, false, planOf([batch(1), batch(2)]))).toEqual([
      ['before-launch'],
      ['before-batch-1', 'floor'],
      ['before-batch-2', 'previous-batch-healthy', 'floor'],
    ])
    expect(idsOf({ afterSoak: [tick], beforeClosing: [] }, false).map(([id]) => id)).toEqual([
      'before-launch',
      'after-soak',
      'before-batch-1',
      'before-batch-2',
      'before-closing',
    ])
  })

  it('leaves out what is switched off, and canary gates where there is no canary', () => {
    const off = { beforeCanary: 'off', afterSoak: 'off', beforeClosing: 'off' }
    expect(idsOf(off, true).map(([id]) => id)).toEqual(['before-launch', 'before-batch-1', 'before-batch-2'])
    expect(idsOf({}, true, planOf([batch(1)])).map(([id]) => id)).toEqual([
      'before-launch',
      'before-batch-1',
      'before-closing',
    ])
  })

  it('has one gate for a rollback', () => {
    expect(idsOf({ beforeRollback: [tick], beforeLaunch: [tick] }, true, withCanary, 'rollback')).toEqual([
      ['before-rollback', 'rollback-targets-present', 'told'],
    ])
  })

  it('does not double a built-in check that the environment names itself', () => {
    const own = { id: 'my-floor', ask: 'Floor?', kind: 'builtin', check: 'floor', waivableBy: 'nobody' }
    expect(idsOf({ beforeBatch: [own] }, false, planOf([batch(1)]))[1]).toEqual(['before-batch-1', 'my-floor'])
  })

  it('asks a person to take note of low capacity, which nobody may waive', () => {
    const warnings = [
      { code: 'low-capacity', message: 'One of two hosts is left.' },
      { code: 'other', message: 'x' },
    ]
    const [launch] = gatesOf(gatesSpec.parse({}), true, 'release', planOf([batch(1)], warnings))
    expect(launch?.items).toMatchObject([
      {
        id: 'capacity-acknowledged',
        kind: 'tick',
        why: 'One of two hosts is left.',
        blocking: true,
        waivableBy: 'nobody',
      },
    ])
  })

  it('says why each built-in check exists', () => {
    for (const { items } of gatesOf(gatesSpec.parse({}), true, 'release', withCanary)) {
      for (const item of items) expect(item.why?.length).toBeGreaterThan(10)
    }
  })
})

describe('describeGate', () => {
  it('is a gate’s name for people', () => {
    expect(describeGate(asGateId('before-batch-2'))).toBe('before batch 2')
  })
})
