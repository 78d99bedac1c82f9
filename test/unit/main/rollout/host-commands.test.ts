import { describe, expect, it } from 'vitest'
import { checkHosts, execOnHosts } from '../../../../src/main/rollout/host-commands'
import { FakeClock } from '../../../helpers/fake-clock'
import { FakeFleet } from '../../../helpers/fake-fleet'
import { specFixture } from '../../../helpers/rollout-fixture'
import { web } from '../../../helpers/rollout-steps'

const app = specFixture({ hosts: 2 })
const asOther = ({ name }: { name: string }) => ({ ...app.environments[0]!.hosts[0]!, name })
const cluster = { app, environment: app.environments[0]! }

describe('checkHosts', () => {
  it('says of each host whether it answers, and what it runs', async () => {
    const clock = new FakeClock(1_000)
    const survey = () => {
      const seen = [
        { host: web(1), version: '1.0.0', isHealthy: true, observedAtMs: 1_030 },
        { host: web(2), problem: 'refused', observedAtMs: 1_001 },
      ]
      return Promise.resolve({ observations: new Map(seen.map((each) => [each.host, each])), openDebts: [] })
    }
    expect(
      await checkHosts({ survey, clock, shell: new FakeFleet([]) }, cluster, ['web-01', 'web-02', 'web-99']),
    ).toMatchObject([
      { host: 'web-01', ok: true, latencyMs: 30, version: '1.0.0', isHealthy: true },
      { host: 'web-02', ok: false, problem: 'refused' },
      { host: 'web-99', ok: false, problem: 'web-99 is no host of this cluster' },
    ])
  })

  const environment = { ...cluster.environment, otherHosts: [{ name: 'lb-01' }, { name: 'lb-02' }].map(asOther) }
  const balanced = { ...cluster, environment }

  function ports() {
    const asked: (readonly string[] | undefined)[] = []
    const fleet = new FakeFleet([])
    fleet.answer = () => ({ exitCode: 0, stdout: '', stderr: '' })
    const survey = (_: unknown, only?: readonly string[]) => {
      asked.push(only)
      const seen = [1, 2].map((n) => ({ host: web(n), observedAtMs: 1_000 }))
      return Promise.resolve({ observations: new Map(seen.map((each) => [each.host, each])), openDebts: [] })
    }
    return { asked, fleet, ports: { survey, clock: new FakeClock(1_000), shell: fleet } }
  }

  it('without names also says of the other hosts whether they answer', async () => {
    const { asked, fleet, ports: all } = ports()
    fleet.unreachable.set('lb-02', 'refused')
    expect(await checkHosts(all, balanced)).toMatchObject([
      { host: 'web-01', ok: true },
      { host: 'web-02', ok: true },
      { host: 'lb-01', isOther: true, ok: true, latencyMs: 0 },
      { host: 'lb-02', isOther: true, ok: false, problem: expect.stringMatching(/refuses/) as string },
    ])
    expect(asked).toEqual([['web-01', 'web-02']])
  })

  it('reaches only the other host that is named, and says when it takes no commands', async () => {
    const { asked, fleet, ports: all } = ports()
    fleet.answer = () => ({ exitCode: 1, stdout: '', stderr: '' })
    expect(await checkHosts(all, balanced, ['lb-02'])).toEqual([
      { host: 'lb-02', isOther: true, ok: false, latencyMs: 0, problem: 'the command "true" ended with exit code 1' },
    ])
    expect(asked).toEqual([])
  })
})

describe('execOnHosts', () => {
  it('runs a command everywhere and gives back what each host said', async () => {
    const fleet = new FakeFleet([])
    fleet.answer = () => ({ exitCode: 3, stdout: 'out ', stderr: 'err' })
    fleet.unreachable.set('web-02', 'refused')
    expect(await execOnHosts(fleet, cluster, 'uptime', 1_000)).toEqual([
      { host: 'web-01', exitCode: 3, output: 'out err' },
      { host: 'web-02', output: '', problem: expect.stringMatching(/refuses/) as string },
    ])
  })
})
