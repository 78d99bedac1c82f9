import { describe, expect, it } from 'vitest'
import { hasHttpClient, specOf } from '../../../../src/main/demo/fleet-spec'
import { appSpec } from '../../../../src/shared/domain/app-spec'
import { stepNames } from '../../../../src/shared/domain/lifecycle'
import { resolveLifecycle } from '../../../../src/shared/domain/resolve-lifecycle'

const fleetOf = (count: number) => ({
  hosts: Array.from({ length: count }, (_, i) => ({
    name: `web-${i + 1}`,
    zone: 'abc'.charAt(i % 3),
    isCanary: i === 0,
    sshPort: 40_000 + i,
    httpPort: 20_000 + i,
    home: `/tmp/fleet/hosts/web-${i + 1}`,
  })),
  balancer: { name: 'lb-01', sshPort: 39_999, home: '/tmp/fleet/hosts/lb-01' },
  identityFile: '/tmp/fleet/keys/id_ed25519',
  knownHostsFile: '/tmp/fleet/keys/known_hosts',
  packageDir: '/tmp/fleet/packages',
})

describe('specOf', () => {
  it.each([1, 2, 3, 7, 8, 12, 200])('is a valid lastmile.yml with %d hosts', (count) => {
    const spec = appSpec.parse(specOf(fleetOf(count), { canAskHttp: true }))
    expect(spec.environments[0]?.hosts.length).toBe(count)
  })

  it('configures all nine steps', () => {
    const spec = appSpec.parse(specOf(fleetOf(12), { canAskHttp: true }))
    const lifecycle = resolveLifecycle(spec, spec.environments[0]!)
    expect(stepNames.filter((step) => !lifecycle[step].configured)).toEqual([])
    expect(lifecycle.drain.placement).toEqual({ kind: 'via', host: 'lb-01' })
  })

  it('tells each host its port as a label', () => {
    const spec = appSpec.parse(specOf(fleetOf(2), { canAskHttp: true }))
    expect(spec.environments[0]?.hosts[1]).toEqual({
      name: 'web-2',
      address: '127.0.0.1',
      port: 40_001,
      labels: { zone: 'b', http: '20001' },
      canary: false,
    })
  })

  it('needs a second person to sign only when asked to', () => {
    const signOffs = [true, false].map(
      (isFourEyes) => appSpec.parse(specOf(fleetOf(2), { isFourEyes })).environments[0]?.strategy.signOff,
    )
    expect(signOffs).toEqual([{ approvers: 1, notBy: 'starter' }, { approvers: 1 }])
  })

  it('asks the service with Node where the machine has neither curl nor wget', () => {
    const { verify } = appSpec.parse(specOf(fleetOf(2), { canAskHttp: false })).lifecycle
    expect([verify?.http, verify?.run]).toEqual([undefined, expect.stringContaining('"$NODE" -e')])
  })
})

describe('hasHttpClient', () => {
  it('looks in every directory of the search path', () => {
    expect([hasHttpClient('/nowhere:/nowhere/else'), hasHttpClient('')]).toEqual([false, false])
  })
})
