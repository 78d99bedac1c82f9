import { asHostName } from '../../src/shared/domain/ids'
import type { RolloutEffect } from '../../src/shared/domain/rollout-effects'
import type { StepName } from '../../src/shared/domain/lifecycle'
import { settingsFixture } from './rollout-fixture'
import { RolloutSimulation } from './rollout-simulation'

/** A lifecycle in which every step has something to do. */
export const allSteps = {
  mute: { run: 'mute' },
  drain: { run: 'drain' },
  quiet: { min: '1s' },
  admit: { run: 'admit' },
  unmute: { run: 'unmute' },
}

/** `web-07` for 7. */
export const web = (n: number) => asHostName(`web-${String(n).padStart(2, '0')}`)

type Parts = Partial<Parameters<typeof settingsFixture>[0]> & {
  /** Hosts, counted from 1, that do not serve when the rollout begins. */
  readonly down?: readonly number[]
}

/** A rollout past the gate before launch and the first batch's, its hosts at their first step. */
export function startedRun({ down = [], ...parts }: Parts = {}): RolloutSimulation {
  const settings = settingsFixture({ batches: [2, 2], lifecycle: allSteps, ...parts })
  const isDown = new Set(down.map(web))
  const hosts = settings.hosts.map((host) => ({ ...host, isServing: host.isServing && !isDown.has(host.name) }))
  const run = new RolloutSimulation({ ...settings, hosts })
  run.sign()
  run.sign()
  return run
}

type RunStep = Extract<RolloutEffect, { kind: 'run-step' }>

/** The step of a host that is under way. */
export function stepOf(run: RolloutSimulation, n: number): RunStep | undefined {
  return run.steps().find(({ host }) => host === web(n))
}

/** Finish the steps of host `n` until it is at `step`; nobody else moves. */
export function bringTo(run: RolloutSimulation, n: number, step: StepName): RunStep {
  for (;;) {
    const at = stepOf(run, n)
    if (!at) throw new Error(`web ${n} rests before it comes to ${step}`)
    if (at.step === step) return at
    run.ok(at)
  }
}

/** Let host `n` fail at a step for good, having brought it there. */
export const failAt = (run: RolloutSimulation, n: number, step: StepName): void => run.fail(bringTo(run, n, step))

/** What is owed for host `n`. */
export const debtsOf = (run: RolloutSimulation, n: number): string[] =>
  Object.keys(run.state.hosts[web(n)]?.debts ?? {}).toSorted()
