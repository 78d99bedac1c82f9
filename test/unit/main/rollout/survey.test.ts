import { describe, expect, it } from 'vitest'
import type { DebtEntry } from '../../../../src/main/ports/debts'
import type { Inventory } from '../../../../src/main/ports/inventory'
import type { RolloutBook } from '../../../../src/main/ports/rollouts'
import type { Cluster } from '../../../../src/main/rollout/cluster'
import { parseFacts, rememberedFacts, surveyCluster } from '../../../../src/main/rollout/survey'
import { FakeClock, turns } from '../../../helpers/fake-clock'
import { FakeFleet, servingCommand } from '../../../helpers/fake-fleet'
import { specFixture } from '../../../helpers/rollout-fixture'
import { web } from '../../../helpers/rollout-steps'

function setup(traffic?: { readonly serving: string; readonly on: 'local' }) {
  const app = specFixture({ hosts: 3, lifecycle: { precheck: { timeout: '7s' } } })
  const environment = { ...app.environments[0]!, ...(traffic ? { traffic } : {}) }
  const cluster: Cluster = { app, environment }
  const fleet = new FakeFleet([web(1), web(2), web(3)])
  const recorded: unknown[] = []
  const inventory = {
    recordHostStates: (...states: unknown[]) => void recorded.push(states),
    listHostStates: () => [{ host: web(1), version: '0.9.0', observedAtMs: 5 }],
  } as unknown as Inventory
  const debts = [{ host: web(2), kind: 'drain' }] as DebtEntry[]
  const book = { listOpenDebts: () => debts } as unknown as RolloutBook
  const ports = { shell: fleet, clock: new FakeClock(1_000), inventory, book }
  return { cluster, fleet, recorded, ports, debts }
}

describe('surveyCluster', () => {
  it('reads every host and asks once who serves; what one host says is no other’s trouble', async () => {
    const { cluster, fleet, ports, recorded, debts } = setup({ serving: servingCommand, on: 'local' })
    fleet.answer = ({ target }) => {
      const name = target.kind === 'ssh' ? target.name : ''
      const stdout = name === 'web-01' ? 'version=1.0.0\ndigest=d1\nhealthy=no\n' : 'freeDiskKb=7\n'
      return { exitCode: 0, stdout, stderr: '' }
    }
    fleet.unreachable.set('web-03', 'refused')
    fleet.serving.delete(web(2))
    const { observations, openDebts } = await surveyCluster(ports, cluster)
    expect([...observations.values()]).toEqual([
      { host: web(1), version: '1.0.0', digest: 'd1', isHealthy: false, isServing: true, observedAtMs: 1_000 },
      { host: web(2), isServing: false, observedAtMs: 1_000 },
      { host: web(3), isServing: true, observedAtMs: 1_000, problem: expect.stringMatching(/refuses/) as string },
    ])
    expect(openDebts).toBe(debts)
    expect(recorded).toEqual([['shop', 'production', [...observations.values()]]])
    expect(fleet.trace).toEqual(['look'])
  })

  it('leaves open who serves where nothing answers, or nothing can be asked', async () => {
    const silent = setup({ serving: servingCommand, on: 'local' })
    silent.fleet.isTrafficUp = false
    for (const { ports, cluster } of [silent, setup()]) {
      const { observations } = await surveyCluster(ports, cluster)
      expect([...observations.values()].map(({ isServing }) => isServing)).toEqual([undefined, undefined, undefined])
    }
  })

  it('looks at those hosts that are named', async () => {
    const { cluster, ports } = setup()
    expect([...(await surveyCluster(ports, cluster, ['web-02'])).observations.keys()]).toEqual([web(2)])
  })

  it('asks each host only so long, and is not done before all have answered', async () => {
    const { cluster, fleet, ports } = setup()
    const asked: number[] = []
    fleet.answer = ({ timeoutMs }) => {
      asked.push(timeoutMs)
      return undefined
    }
    fleet.unreachable.set('web-02', 'never')
    let isOver = false
    void surveyCluster(ports, cluster).then(() => (isOver = true))
    await turns()
    expect(asked).toEqual([7_000, 7_000])
    expect(isOver).toBe(false)
  })
})

describe('rememberedFacts', () => {
  it('is what was seen last, with what is owed now', () => {
    const { cluster, ports, debts } = setup()
    const { observations, openDebts } = rememberedFacts(ports, cluster)
    expect([observations.get(web(1))?.version, openDebts]).toEqual(['0.9.0', debts])
  })
})

describe('parseFacts', () => {
  it.each([
    ['', {}],
    ['a=1\nb=x=y\nnonsense\n=z\n', { a: '1', b: 'x=y' }],
  ])('reads %j', (text, facts) => {
    expect(parseFacts(text)).toEqual(facts)
  })
})
