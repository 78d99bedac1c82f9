import { appSpec, type AppSpec } from '../../src/shared/domain/app-spec'
import { gatesOf } from '../../src/shared/domain/gate'
import { asHostName, asRolloutId } from '../../src/shared/domain/ids'
import type { Plan } from '../../src/shared/domain/plan'
import { resolveLifecycle } from '../../src/shared/domain/resolve-lifecycle'
import type { RolloutSettings } from '../../src/shared/domain/rollout-settings'
import { resolveStrategy } from '../../src/shared/domain/strategy'

/** A spec of one app with one environment, from the parts that a test cares for. */
export function specFixture(parts: {
  readonly hosts: number
  readonly isProtected?: boolean
  readonly lifecycle?: object
  readonly strategy?: object
  readonly gates?: object
  /** Left out: none is asked for. */
  readonly lock?: object
}): AppSpec {
  const names = Array.from({ length: parts.hosts }, (_, i) => `web-${String(i + 1).padStart(2, '0')}`)
  return appSpec.parse({
    app: 'shop',
    package: { url: 'http://127.0.0.1/shop-{version}.tar.gz', root: '/srv/shop' },
    lifecycle: parts.lifecycle ?? {},
    environments: [
      {
        name: 'production',
        protected: parts.isProtected ?? false,
        hosts: names.map((name) => ({ name, address: '127.0.0.1' })),
        strategy: parts.strategy ?? {},
        gates: parts.gates ?? {},
        lock: parts.lock ?? false,
      },
    ],
  })
}

/** Settings of a rollout over `batches` (numbers of hosts; the first may be a canary), ready for `decideCreation`. */
export function settingsFixture(parts: {
  readonly batches: readonly number[]
  readonly hasCanary?: boolean
  readonly floor?: number
  readonly isProtected?: boolean
  readonly lifecycle?: object
  readonly strategy?: object
  readonly gates?: object
}): RolloutSettings {
  const total = parts.batches.reduce((sum, size) => sum + size, 0)
  const spec = specFixture({ ...parts, hosts: total })
  const environment = spec.environments[0]!
  const names = environment.hosts.map(({ name }) => asHostName(name))
  let taken = 0
  const plan: Plan = {
    hosts: total,
    floor: parts.floor ?? 0,
    warnings: [],
    batches: parts.batches.map((size, position) => ({
      index: parts.hasCanary ? position : position + 1,
      kind: parts.hasCanary && position === 0 ? 'canary' : 'batch',
      hosts: names.slice(taken, (taken += size)),
      servingAfter: total - size,
    })),
  }
  const isProtected = environment.protected
  return {
    rollout: asRolloutId('r1'),
    app: spec.app,
    version: '1.1.0',
    environment: environment.name,
    isProtected,
    type: 'release',
    startedBy: 'ann',
    strategy: resolveStrategy(environment.strategy, isProtected, total),
    lifecycle: resolveLifecycle(spec, environment),
    package: spec.package!,
    ssh: environment.ssh,
    otherHosts: [],
    gates: gatesOf(environment.gates, isProtected, 'release', plan),
    plan,
    hosts: environment.hosts.map(({ name, labels }) => ({
      name: asHostName(name),
      address: '127.0.0.1',
      labels,
      isCanary: false,
      isServing: true,
      isMuted: false,
      target: { version: '1.1.0', digest: 'd2' },
    })),
  }
}
