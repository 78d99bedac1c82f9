import type { CliRun } from '../../helpers/built-cli'
import type { Stage } from './stage'

/** Wait until a console that signs everything is done, and check that no step failed on the way and all is as it must be. */
export async function expectUnharmed(stage: Stage, run: CliRun): Promise<readonly string[]> {
  const { exitCode, stderr, stdout } = await run.ended
  if (exitCode !== 0) throw new Error(`ended with ${exitCode}, not 0: ${stderr}\n${stdout.slice(-2_000)}`)
  const view = await stage.show()
  for (const { name, steps } of view.batches.flatMap(({ hosts }) => hosts)) {
    const again = steps.find(({ attempts }) => attempts > 1)
    if (again) throw new Error(`${again.step} needed ${again.attempts} attempts on ${name}`)
  }
  return [...(await stage.assertTruth()), 'no step failed']
}
