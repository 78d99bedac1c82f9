import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { StepName } from '../../../src/shared/domain/lifecycle'
import type { RolloutView } from '../../../src/shared/domain/rollout-view'
import type { CliRun } from '../../helpers/built-cli'
import type { Lab } from '../lab'
import type { Stage } from '../stage/stage'
import type { StageOptions } from '../stage/stage-spec'

/** Makes the traffic layer do something while a file is there. */
export type Trouble = { readonly begin: () => void; readonly end: () => void; readonly file: string }

/** A stage whose `lastmile.yml` asks a file whether the traffic layer is in trouble; web-02 is the host it is about. */
export async function openTrafficStage(
  lab: Lab,
  keysOf: (at: { readonly dir: string; readonly file: string }) => Pick<StageOptions, 'lifecycle' | 'traffic'>,
): Promise<{ readonly stage: Stage; readonly trouble: Trouble }> {
  const options = { hosts: 4 }
  const stage = await lab.stage(options)
  const { dir } = stage.fleet
  const file = join(dir, 'trouble')
  stage.fleet.describe({ ...options, ...keysOf({ dir, file }) })
  await stage.apply()
  const trouble = { file, begin: () => writeFileSync(file, ''), end: () => rmSync(file, { force: true }) }
  return { stage, trouble }
}

/** Wait until the console has braked, and check what it says of it. */
export async function expectBrake(
  stage: Stage,
  run: CliRun,
  { cause, says }: { readonly cause: string; readonly says: RegExp },
): Promise<RolloutView> {
  const { exitCode, stderr, stdout } = await run.ended
  if (exitCode !== 3) throw new Error(`it ended with ${exitCode}, not with 3: ${stderr}\n${stdout.slice(-1_000)}`)
  const view = await stage.show()
  if (view.state !== 'braked' || view.brake?.cause !== cause) {
    throw new Error(`it is ${view.state} because of ${view.brake?.cause}, not braked because of ${cause}`)
  }
  const said = [view.brake.reason, ...view.failures.map(({ reason }) => reason)].join('\n')
  if (!says.test(said)) throw new Error(`nothing says ${says}: ${said}`)
  return view
}

/** Every host serves and is heard, and nothing is owed. */
export function expectAllBack(stage: Stage, view: RolloutView): void {
  const away = stage.fleet.names.filter((name) => !stage.fleet.isServing(name) || stage.fleet.isMuted(name))
  if (away.length > 0) throw new Error(`${away.join(', ')} should serve and be heard`)
  if (view.openDebts > 0) throw new Error(`${view.openDebts} debts are open`)
}

/** How often a step began on a host. */
export const timesBegun = (stage: Stage, host: string, step: StepName): number =>
  stage.fleet.effectsOf(host).filter((effect) => effect.step === step && effect.word === 'begin').length
