import { describe, expect, it } from 'vitest'
import type { Query } from '../../../../src/main/ports/shell'
import { askServing, type TrafficQuestion } from '../../../../src/main/rollout/serving'
import { FakeFleet, servingCommand } from '../../../helpers/fake-fleet'
import { web } from '../../../helpers/rollout-steps'

const hosts = [web(1), web(2)].map((name) => ({ name }))
const question = (traffic: TrafficQuestion['environment']['traffic']): TrafficQuestion => ({
  app: 'shop',
  environment: { name: 'production', ssh: {}, otherHosts: [], traffic },
  hosts,
})

class CountingFleet extends FakeFleet {
  readonly asked: Query[] = []
  override query(query: Query) {
    this.asked.push(query)
    return super.query(query)
  }
}

describe('askServing', () => {
  it('names the hosts of the cluster that the layer shows, and no strangers', async () => {
    const fleet = new CountingFleet([web(1), web(2), web(9)])
    const seen = await askServing(fleet, question({ serving: servingCommand, on: 'local' }))
    expect(seen).toEqual({ kind: 'serving', hosts: new Set([web(1), web(2)]) })
    expect(fleet.asked).toMatchObject([{ target: { kind: 'local' }, timeoutMs: 10_000 }])
  })

  it('asks on the host that is named, else here: a question about all has no host of its own', async () => {
    const fleet = new CountingFleet([web(1)])
    await askServing(fleet, question({ serving: servingCommand, via: 'web-02' }))
    await askServing(fleet, question({ serving: servingCommand }))
    expect(fleet.asked.map(({ target }) => (target.kind === 'local' ? 'local' : target.name))).toEqual([
      'web-02',
      'local',
    ])
  })

  it('asks again before it says that nobody answers, as often and as long as it is told', async () => {
    const fleet = new CountingFleet([web(1)])
    fleet.isTrafficUp = false
    expect(await askServing(fleet, question({ serving: servingCommand }))).toEqual({
      kind: 'unanswered',
      why: 'the serving command ended with exit code 7: no answer',
    })
    expect(fleet.asked).toHaveLength(3)
    await askServing(fleet, question({ serving: servingCommand, retries: 0, timeout: 500 }))
    expect(fleet.asked.slice(3).map(({ timeoutMs }) => timeoutMs)).toEqual([500])
  })

  it('takes one good answer', async () => {
    const fleet = new CountingFleet([web(1)])
    fleet.unreachable.set('local', 'refused')
    const asking = askServing(fleet, question({ serving: servingCommand }))
    await new Promise((resolve) => setImmediate(resolve))
    fleet.unreachable.clear()
    expect(await asking).toMatchObject({ kind: 'serving' })
  })

  it('has nothing to say where nothing is configured', async () => {
    expect(await askServing(new CountingFleet([]), question(undefined))).toBeUndefined()
  })
})
