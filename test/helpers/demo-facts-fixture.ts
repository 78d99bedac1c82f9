import { stepNames, type StepName } from '../../src/shared/domain/lifecycle'
import type { RolloutView } from '../../src/shared/domain/rollout-view'
import type { DemoFacts } from '../../src/main/demo/demo-facts'

type Parts = Partial<Pick<RolloutView, 'type' | 'state' | 'floor'>> & {
  /** A host with the step that failed on it. */
  readonly failed?: readonly [string, StepName]
}

/** What the end of a demo looks at in a rollout. */
export function rolloutView({ type = 'release', state = 'succeeded', floor = 2, failed }: Parts = {}): RolloutView {
  const host = failed && {
    name: failed[0],
    steps: stepNames.map((step) => ({ step, state: step === failed[1] ? 'failed' : 'ok' })),
  }
  const signOffs = [{ by: type === 'release' ? 'ben' : 'ann', atMs: 1_000 }]
  return {
    rollout: `${type}1`,
    type,
    state,
    floor,
    createdAtMs: type === 'release' ? 1_000 : 5_000,
    finishedAtMs: type === 'release' ? 4_000 : 9_000,
    batches: [
      { index: 0, startedAtMs: 2_000, hosts: host ? [host] : [] },
      { index: 1, hosts: [] },
    ],
    gates: [{ gate: 'before-launch', signOffs }, undefined],
  } as unknown as RolloutView
}

/** A demo of three hosts that went as it should. */
export function demoFacts(): DemoFacts {
  const hosts = ['web-01', 'web-02', 'web-03']
  return {
    faults: [],
    zones: 3,
    rollouts: [rolloutView()],
    journals: [{ rollout: 'release1', ok: true, rows: 100 }],
    openDebts: [],
    load: {
      servedCount: 900,
      failedCount: 0,
      byVersion: { '1.0.0': 500, '1.1.0': 400 },
      firstFailures: [],
      heldBackCount: 0,
      p50Ms: 5,
      p99Ms: 30,
    },
    versions: new Map(hosts.map((host) => [host, '1.1.0'])),
    fewestServing: 2,
    serving: hosts,
    silenced: [],
  }
}

/** One that was rolled back because web-02 failed on purpose. */
export function rolledBackFacts(): DemoFacts {
  const facts = demoFacts()
  return {
    ...facts,
    faults: [{ host: 'web-02', step: 'verify' }],
    rollouts: [rolloutView({ state: 'failed', failed: ['web-02', 'verify'] }), rolloutView({ type: 'rollback' })],
    journals: [...facts.journals, { rollout: 'rollback1', ok: true, rows: 50 }],
    versions: new Map(facts.serving.map((host) => [host, '1.0.0'])),
  }
}
