import { describe, expect, it } from 'vitest'
import { checkHosts, execOnHosts } from '../../../../src/main/rollout/host-commands'
import { FakeClock } from '../../../helpers/fake-clock'
import { FakeFleet } from '../../../helpers/fake-fleet'
import { specFixture } from '../../../helpers/rollout-fixture'
import { web } from '../../../helpers/rollout-steps'

const app = specFixture({ hosts: 2 })
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
    expect(await checkHosts({ survey, clock }, cluster, ['web-01', 'web-02', 'web-99'])).toMatchObject([
      { host: 'web-01', ok: true, latencyMs: 30, version: '1.0.0', isHealthy: true },
      { host: 'web-02', ok: false, problem: 'refused' },
      { host: 'web-99', ok: false, problem: 'web-99 is no host of this cluster' },
    ])
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
