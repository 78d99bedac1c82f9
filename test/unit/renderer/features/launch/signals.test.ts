import { describe, expect, it } from 'vitest'
import { signalsOf } from '../../../../../src/renderer/features/launch/signals'
import { settingsFixture } from '../../../../helpers/rollout-fixture'
import { RolloutSimulation } from '../../../../helpers/rollout-simulation'

const rate = { id: 'rate', kind: 'command', ask: 'Error rate', run: 'rate' }

describe('signalsOf', () => {
  it('gives what was measured last with what it said at the gate before, and no built-in checks', () => {
    const run = new RolloutSimulation(
      settingsFixture({ batches: [2], gates: { beforeLaunch: [rate], beforeBatch: [rate] } }),
    )
    const check = (gate: string, holds: boolean, evidence: string) =>
      run.tell({ kind: 'record-check', gate, item: 'rate', holds, evidence }, 'console')
    expect(signalsOf(run.state)).toEqual([])
    check('before-launch', true, '0.1 %')
    run.sign()
    check('before-batch-1', false, '2 %')
    expect(signalsOf(run.state)).toMatchObject([
      { id: 'rate', ask: 'Error rate', holds: false, evidence: '2 %', before: { holds: true, evidence: '0.1 %' } },
    ])
  })
})
