import { describe, expect, it } from 'vitest'
import { abandonRollout } from '../../../../src/main/rollout/abandon-rollout'
import { openDebts } from '../../../../src/shared/domain/rollout-state'
import { web } from '../../../helpers/rollout-steps'
import { ServiceHarness } from '../../../helpers/service-harness'

describe('abandonRollout', () => {
  it('ends what is under way on machines that are gone at once, and keeps what is owed', async () => {
    const harness = new ServiceHarness()
    const runner = await harness.start()
    await harness.drive(runner.rollout, ({ hosts }) => hosts[web(1)]?.step === 'restart')
    const startedAtMs = harness.clock.nowMs()
    const state = await harness.during(abandonRollout(runner, 'demo', 'the fleet is gone'))
    expect(state).toMatchObject({ result: 'revoked', hosts: { [web(1)]: { status: 'failed' } } })
    expect(state.hosts[web(1)]?.failure?.reason).toBe('the fleet is gone')
    expect(openDebts(state).map(({ host, kind }) => `${host} ${kind}`)).toContain('web-01 drain')
    expect(harness.clock.nowMs()).toBe(startedAtMs)
  })

  it('revokes one at a gate, and refuses one that is over', async () => {
    const harness = new ServiceHarness()
    const runner = await harness.start()
    expect(await harness.during(abandonRollout(runner, 'demo', 'gone'))).toMatchObject({ result: 'revoked' })
    await expect(harness.during(abandonRollout(runner, 'demo', 'gone'))).rejects.toMatchObject({
      code: 'rollout.finished',
    })
  })
})
