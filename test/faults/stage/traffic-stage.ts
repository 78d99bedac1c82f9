import type { RolloutView } from '../../../src/shared/domain/rollout-view'
import type { Lab } from '../lab'
import type { Stage } from './stage'
import type { StageOptions } from './stage-spec'
import { breakLayer, twoLayers, type LayerFault } from './traffic-layer'

/** A stage whose hosts are in a balancer and a registry, one host after the other. */
export async function openTrafficStage(lab: Lab, options: StageOptions = {}): Promise<Stage> {
  const stage = await lab.stage({ hosts: 5 })
  const { lifecycle, traffic } = twoLayers(stage.fleet.dir)
  const strategy = { batches: [1] }
  stage.fleet.describe({ hosts: 5, strategy, traffic, ...options, lifecycle: { ...lifecycle, ...options.lifecycle } })
  await stage.apply()
  return stage
}

export type Expected = {
  readonly cause: string
  /** What the brake's sentence says. */
  readonly says: RegExp
  /** How web-02 is afterwards. */
  readonly host: { readonly state: string; readonly isServing: boolean; readonly debts: number }
}

/** Release, and let the layer go wrong when web-02 begins: it stops, and waits for a person. */
export async function expectStopAt(stage: Stage, fault: LayerFault): Promise<RolloutView> {
  stage.fleet.slowStep('web-02', 'precheck', 1)
  const run = stage.begin()
  await stage.untilStep('web-02', 'precheck')
  breakLayer(stage.fleet, fault)
  const { exitCode, stderr, stdout } = await run.ended
  stage.fleet.slowStep('web-02', 'precheck', 0)
  if (exitCode !== 3) throw new Error(`it ended with ${exitCode}, not 3: ${stderr}\n${stdout.slice(-1_500)}`)
  return stage.show()
}

/** Release, let the layer go wrong when web-02 begins, and make sure that it comes to rest as it should. */
export async function expectBrakedBy(stage: Stage, fault: LayerFault, expected: Expected): Promise<RolloutView> {
  const view = await expectStopAt(stage, fault)
  const { cause, reason = '' } = view.brake ?? {}
  if (cause !== expected.cause || !expected.says.test(reason)) throw new Error(`braked because of ${cause}: ${reason}`)
  expectHost(stage, view, expected.host)
  return view
}

function expectHost(stage: Stage, view: RolloutView, expected: Expected['host']): void {
  const host = view.batches.flatMap(({ hosts }) => hosts).find(({ name }) => name === 'web-02')
  const found = { state: host?.state, isServing: stage.fleet.isServing('web-02'), debts: view.openDebts }
  const isAsExpected = Object.entries(expected).every(([key, value]) => found[key as keyof typeof found] === value)
  if (!isAsExpected) throw new Error(`web-02 should be ${JSON.stringify(expected)}, and is ${JSON.stringify(found)}`)
}

/** Mend the layer, do what a person would, and compare everything with what is true. */
export async function expectWayOn(stage: Stage, fault: LayerFault): Promise<readonly string[]> {
  breakLayer(stage.fleet, fault, false)
  const { result } = await stage.toTheEnd()
  if (result !== 'succeeded') throw new Error(`with the layer mended it ended as ${result}`)
  return stage.assertTruth()
}
