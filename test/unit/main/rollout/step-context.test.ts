import { describe, expect, it } from 'vitest'
import {
  contextOf,
  hostMachine,
  runDirOf,
  settingsHost,
  stagedPath,
  targetOf,
} from '../../../../src/main/rollout/step-context'
import { settingsFixture } from '../../../helpers/rollout-fixture'
import { allSteps, web } from '../../../helpers/rollout-steps'

const fixture = settingsFixture({ batches: [2], lifecycle: allSteps })
const settings = {
  ...fixture,
  ssh: { user: 'deploy', port: 2222 },
  otherHosts: [{ name: 'lb-01', address: '10.0.0.9', labels: {}, canary: false }],
  package: { ...fixture.package!, root: '/srv/{app}/{host.name}' },
}
const host = settingsHost(settings, web(1))

describe('contextOf', () => {
  it('tells a step everything of its host, its release and its attempt', () => {
    const previous = '1.0.0'
    expect(contextOf(settings, { ...host, user: 'root' }, { name: 'mute', attempt: 2, previous })).toEqual({
      rollout: 'r1',
      app: 'shop',
      environment: 'production',
      version: '1.1.0',
      digest: 'd2',
      previous,
      step: 'mute',
      attempt: 2,
      root: '/srv/shop/web-01',
      host: { name: 'web-01', address: '127.0.0.1', port: 2222, user: 'root', labels: {} },
      extra: { EXPIRES_SECONDS: '7200' },
    })
  })

  it('leaves out what there is not', () => {
    const { package: _, ...bare } = settings
    const context = contextOf(bare, { ...host, target: { version: '1.1.0' } }, { name: 'drain', attempt: 1 })
    expect(Object.keys(context)).not.toEqual(expect.arrayContaining(['root']))
    expect(context).not.toHaveProperty('digest')
    expect(context).not.toHaveProperty('extra')
    expect(context).not.toHaveProperty('previous')
  })
})

describe('targetOf', () => {
  it('is the host, another host, or this machine', () => {
    expect(targetOf(settings, host, { kind: 'host' })).toEqual(hostMachine(settings, host))
    expect(targetOf(settings, host, { kind: 'via', host: 'lb-01' })).toMatchObject({
      name: 'lb-01',
      address: '10.0.0.9',
    })
    expect(targetOf(settings, host, { kind: 'local' })).toEqual({ kind: 'local' })
  })
})

describe('the paths of a step', () => {
  it('tell attempts, hosts, apps and rollouts apart', () => {
    expect(runDirOf(settings, web(2), 'drain.3')).toBe('r1/shop/web-02/drain.3')
    const context = contextOf(settings, host, { name: 'fetch', attempt: 1 })
    expect(stagedPath(context, settings)).toBe('/srv/shop/web-01/.staging/1.1.0.tar.gz')
  })

  it('are those of hosts that the rollout has', () => {
    expect(() => settingsHost(settings, web(9))).toThrow(/web-09/)
  })
})
