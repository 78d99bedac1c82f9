import { describe, expect, it } from 'vitest'
import type { DebtEntry } from '../../../../src/main/ports/debts'
import type { HostObservation } from '../../../../src/main/ports/inventory'
import type { Cluster } from '../../../../src/main/rollout/cluster'
import {
  planFor,
  settingsForRelease,
  settingsForRollback,
  type ClusterFacts,
} from '../../../../src/main/rollout/create-rollout'
import { asDebtId, asRolloutId } from '../../../../src/shared/domain/ids'
import { specFixture } from '../../../helpers/rollout-fixture'
import { allSteps, web } from '../../../helpers/rollout-steps'

const seenAtMs = 5_000
const wanted = { rollout: asRolloutId('r1'), version: '1.1.0', digest: 'd2', startedBy: 'ann' }

function clusterOf(parts: Partial<Parameters<typeof specFixture>[0]> = {}): Cluster {
  const app = specFixture({ hosts: 4, lifecycle: allSteps, strategy: { batches: [1] }, ...parts })
  return { app, environment: app.environments[0]! }
}

function factsOf(seen: readonly Partial<HostObservation>[], debts: readonly Partial<DebtEntry>[] = []): ClusterFacts {
  const owed: DebtEntry = {
    debt: asDebtId('d1'),
    rollout: asRolloutId('r0'),
    app: 'shop',
    environment: 'production',
    host: web(1),
    kind: 'drain',
    recordedAtMs: 1_000,
  }
  const observations = seen.map(
    (each, i) => [web(i + 1), { host: web(i + 1), observedAtMs: seenAtMs, ...each }] as const,
  )
  return { observations: new Map(observations), openDebts: debts.map((debt) => ({ ...owed, ...debt })) }
}

const codeOf = (work: () => unknown) => {
  try {
    work()
    return 'done'
  } catch (error) {
    return (error as { code: string }).code
  }
}

describe('settingsForRelease', () => {
  it.each<[string, Partial<HostObservation>, readonly Partial<DebtEntry>[], boolean]>([
    ['nothing is known', {}, [], true],
    ['it could not be read', { problem: 'refused' }, [], false],
    ['it is unhealthy', { isHealthy: false }, [], false],
    ['it is unhealthy, but the layer shows it', { isHealthy: false, isServing: true }, [], true],
    ['the layer shows it out', { isServing: false }, [], false],
    ['it is owed a way back', {}, [{}], false],
    ['it is owed a way back, but was shown to serve since', { isServing: true }, [{}], true],
    ['it was shown to serve before it was taken out', { isServing: true }, [{ recordedAtMs: 9_000 }], false],
    ['it is muted only', {}, [{ kind: 'mute' }], true],
    ['another one is owed', {}, [{ host: web(2) }], true],
  ])('counts a host when %s', (_, seen, debts, isServing) => {
    const [host] = settingsForRelease(clusterOf(), factsOf([seen], debts), wanted).hosts
    expect(host?.isServing).toBe(isServing)
  })

  it('remembers a silence that was left, and what every host is to run', () => {
    const { hosts } = settingsForRelease(clusterOf(), factsOf([], [{ kind: 'mute', host: web(2) }]), wanted)
    expect(hosts.map(({ isMuted }) => isMuted)).toEqual([false, true, false, false])
    expect(hosts[0]).toMatchObject({ address: '127.0.0.1', target: { version: '1.1.0', digest: 'd2' } })
  })

  it('refuses what would release nothing, and a package without a digest where rules are strict', () => {
    const { package: _, ...bare } = clusterOf().app
    const cluster = { app: bare, environment: bare.environments[0]! }
    expect(codeOf(() => settingsForRelease(cluster, factsOf([]), wanted))).toBe('release.no-package')
    const strict = clusterOf({ isProtected: true })
    expect(codeOf(() => settingsForRelease(strict, factsOf([]), { ...wanted, digest: undefined }))).toBe(
      'release.no-digest',
    )
    expect(settingsForRelease(strict, factsOf([]), wanted).isProtected).toBe(true)
  })

  it('is plain JSON, so that the journal gives back the same', () => {
    const settings = settingsForRelease(clusterOf(), factsOf([]), wanted)
    expect(JSON.parse(JSON.stringify(settings))).toEqual(settings)
  })
})

describe('planFor', () => {
  it('counts hosts that do not serve against the floor', () => {
    const cluster = clusterOf({ strategy: { batches: [2], maxUnavailable: 2 } })
    expect(planFor(cluster, factsOf([])).floor).toBe(2)
    expect(codeOf(() => planFor(cluster, factsOf([{ problem: 'x' }, { problem: 'x' }])))).toBe('plan.floor-unreachable')
  })
})

describe('settingsForRollback', () => {
  const undone = settingsForRelease(clusterOf(), factsOf([]), wanted)
  const back = { rollout: asRolloutId('r2'), startedBy: 'bob', reason: 'slow' }

  it('takes each host to its own target, with one gate, no canary and no waiting', () => {
    const targets = new Map([
      [web(1), { version: '1.0.0', digest: 'd1' }],
      [web(3), { version: '0.9.0' }],
    ])
    const strict = clusterOf({
      isProtected: true,
      strategy: { canary: { hosts: 1, soak: '1m' }, pause: '1m', soak: '1m' },
    })
    const settings = settingsForRollback(strict, factsOf([]), undone, { targets, without: [] }, back)
    expect(settings).toMatchObject({
      type: 'rollback',
      rollsBack: 'r1',
      version: '1.0.0, 0.9.0',
      strategy: { soakMs: 0, pauseMs: 0 },
      gates: [{ id: 'before-rollback' }],
    })
    expect(settings.plan.batches.flatMap(({ hosts, kind }) => [kind, ...hosts])).toEqual([
      'batch',
      web(1),
      'batch',
      web(3),
    ])
    expect(settings.hosts.map(({ target }) => target.version)).toEqual(['1.0.0', '1.1.0', '0.9.0', '1.1.0'])
  })

  it('warns of hosts that have nothing to go back to', () => {
    const chosen = { targets: new Map([[web(1), { version: '1.0.0' }]]), without: [web(2)] }
    const { plan } = settingsForRollback(clusterOf(), factsOf([]), undone, chosen, back)
    expect(plan.warnings.map(({ code }) => code)).toContain('no-target')
  })

  it('is refused without any target', () => {
    const none = { targets: new Map(), without: [] }
    expect(codeOf(() => settingsForRollback(clusterOf(), factsOf([]), undone, none, back))).toBe(
      'rollout.nothing-to-roll-back',
    )
  })
})
