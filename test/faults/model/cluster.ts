import fc from 'fast-check'
import { settingsForRelease, settingsForRollback, type ClusterFacts } from '../../../src/main/rollout/create-rollout'
import type { Cluster } from '../../../src/main/rollout/cluster'
import { appSpec } from '../../../src/shared/domain/app-spec'
import { asRolloutId } from '../../../src/shared/domain/ids'
import { rollbackTargets } from '../../../src/shared/domain/rollback-targets'
import type { RolloutSettings } from '../../../src/shared/domain/rollout-settings'
import type { RolloutState } from '../../../src/shared/domain/rollout-state'
import { digestOf } from './world'

/** What a cluster is like; one of some thousand. */
export type Scenario = {
  readonly hosts: number
  readonly isProtected: boolean
  readonly hasCanary: boolean
  readonly batches: readonly (number | string)[]
  readonly maxUnavailable: string
  readonly approvers: number
  readonly isNotByStarter: boolean
  readonly waits: boolean
  readonly budget: number
  readonly isMuteAdvisory: boolean
  /** Which of mute and drain there are. */
  readonly effects: 'both' | 'mute' | 'traffic'
  /** Is the traffic layer asked who serves? Otherwise the console counts what it did itself. */
  readonly looks: boolean
  /** Hosts that do not serve when it begins. */
  readonly down: number
  /** Does it begin with a release that was revoked and left hosts out, and was one of them being put back (`leave-debts.ts`)? */
  readonly owes: 'nothing' | 'debts' | 'tries'
}

export const scenario: fc.Arbitrary<Scenario> = fc.record({
  hosts: fc.integer({ min: 2, max: 5 }),
  isProtected: fc.boolean(),
  hasCanary: fc.boolean(),
  batches: fc.constantFrom<(number | string)[]>([1], [2], [1, 2], ['50%'], ['100%'], [1, '34%']),
  maxUnavailable: fc.constantFrom('100%', '67%', '50%', '34%', '20%'),
  approvers: fc.constantFrom(1, 1, 2),
  isNotByStarter: fc.boolean(),
  waits: fc.boolean(),
  budget: fc.constantFrom(0, 0, 1, 3),
  isMuteAdvisory: fc.boolean(),
  effects: fc.constantFrom('both', 'both', 'both', 'mute', 'traffic'),
  looks: fc.boolean(),
  down: fc.constantFrom(0, 0, 0, 1),
  owes: fc.constantFrom('nothing', 'nothing', 'nothing', 'debts', 'tries'),
})

const items = [
  { id: 'told', kind: 'tick', ask: 'Told?', waivableBy: 'nobody' },
  { id: 'ticket', kind: 'value', ask: 'Ticket?', pattern: '^T', waivableBy: ['bob'] },
  { id: 'errors', kind: 'command', ask: 'Errors?', run: 'true' },
  { id: 'shown', kind: 'tick', ask: 'Only shown', blocking: false },
]
const known = new Map<string, Cluster>()

/** The cluster of a scenario. Pure; parsed once for each. */
export function clusterOf(wanted: Scenario): Cluster {
  const key = JSON.stringify(wanted)
  const found = known.get(key)
  if (found) return found
  const app = appSpec.parse({
    app: 'shop',
    package: { url: 'http://127.0.0.1/shop-{version}.tar.gz', root: '/srv/shop' },
    lifecycle: lifecycleOf(wanted),
    environments: [environmentOf(wanted)],
  })
  const cluster: Cluster = { app, environment: app.environments[0]! }
  known.set(key, cluster)
  return cluster
}

function lifecycleOf({ effects, isMuteAdvisory }: Scenario): object {
  const mute = { mute: { run: 'm', onFailure: isMuteAdvisory ? 'advisory' : 'blocking' }, unmute: { run: 'u' } }
  const traffic = { drain: { run: 'd' }, admit: { run: 'a' } }
  return { verify: { run: 'v' }, ...(effects === 'traffic' ? {} : mute), ...(effects === 'mute' ? {} : traffic) }
}

function environmentOf(wanted: Scenario): object {
  const { hosts, isProtected, hasCanary, batches, maxUnavailable, approvers, isNotByStarter, waits, budget } = wanted
  return {
    name: 'production',
    protected: isProtected,
    hosts: Array.from({ length: hosts }, (_, i) => ({ name: `web-0${i + 1}`, address: '127.0.0.1' })),
    ...(wanted.looks ? { traffic: { serving: 'who' } } : {}),
    strategy: {
      kind: hasCanary ? 'canary' : 'rolling',
      ...(hasCanary ? { canary: { hosts: 1, soak: waits ? '60s' : '0s' } } : {}),
      batches,
      maxUnavailable,
      ...(waits ? { soak: '30s', pause: '10s' } : {}),
      stopWhenFailuresExceed: { batch: budget, rollout: budget },
      signOff: { approvers, ...(isNotByStarter ? { notBy: 'starter' } : {}) },
    },
    gates: { beforeBatch: items, ...(isProtected ? {} : { beforeClosing: [] }) },
  }
}

/** The settings of a release as the console makes them. @throws AppError `plan.*` */
export function releaseSettings(
  cluster: Cluster,
  facts: ClusterFacts,
  rollout: string,
  version: string,
): RolloutSettings {
  const wanted = { rollout: asRolloutId(rollout), version, digest: digestOf(version), startedBy: 'ann' }
  return settingsForRelease(cluster, facts, wanted)
}

/** The settings of the rollback of a rollout as the console makes them. @throws AppError `plan.*`, `rollout.nothing-to-roll-back` */
export function rollbackSettings(
  cluster: Cluster,
  facts: ClusterFacts,
  undone: RolloutState,
  rollout: string,
): RolloutSettings {
  const wanted = { rollout: asRolloutId(rollout), startedBy: 'ann', reason: 'made up' }
  return settingsForRollback(cluster, facts, undone.settings, rollbackTargets(undone), wanted)
}
