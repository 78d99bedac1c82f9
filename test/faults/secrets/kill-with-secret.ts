import type { FaultReport } from '../fault'
import type { Lab } from '../lab'
import type { Program } from '../stage/program'
import type { Stage } from '../stage/stage'
import { nextVersion } from '../stage/stage-fleet'
import { leadToTheEnd } from '../stage/steward'
import { assertHidden, assertNoSecret, printingRestart, secretsOnHosts } from './no-secret'

export type SecretPlace = {
  /** As `lastmile.yml` says it. */
  readonly source: Readonly<Record<string, string>>
  /** For consoles that can have the secret. */
  readonly env: Readonly<Record<string, string>>
  /** For a console that cannot. */
  readonly withoutEnv: Readonly<Record<string, string>>
  /** What such a console says. */
  readonly says: RegExp
}

/**
 * Kill the console while a step has its secret, and start it where the secret is, and then, in a rollout of its own, where it
 * is not.
 */
export async function killWithSecret(lab: Lab, place: SecretPlace): Promise<FaultReport> {
  let checked: readonly string[] = []
  for (const isGone of [false, true]) {
    const app = { secrets: { token: place.source } }
    const stage = await lab.stage({ hosts: 3, lifecycle: { restart: { run: printingRestart } }, app })
    const program = lab.program(stage.dataFolder, place.env)
    await killInStep(stage, program)
    if (isGone) await expectWithheld(stage, lab.program(stage.dataFolder, place.withoutEnv), place.says)
    const { result } = await leadToTheEnd(lab, program)
    if (result !== 'succeeded') throw new Error(`it ended as ${result}`)
    checked = [...(await stage.assertTruth()), ...(await assertNoSecret(stage))]
    await stage.close()
  }
  return {
    times: 2,
    outcome:
      'The step was found again, and its output hidden; without the secret all of it, and the next step that needs it was not begun until it was there.',
    checked: [...checked, 'what is missing is told'],
  }
}

async function killInStep(stage: Stage, program: Program): Promise<void> {
  stage.fleet.slowStep('web-02', 'restart', 0.5)
  const run = program.start(['run', 'shop', nextVersion, '--env', 'production', '--yes', '--json'])
  await stage.untilStep('web-02', 'restart', 90_000)
  if (secretsOnHosts(stage).length === 0) throw new Error('the step has no file with its secret')
  run.child.kill('SIGKILL')
  const { stdout, stderr } = await run.ended
  assertHidden('what the console printed', [stdout, stderr])
}

/** A console that cannot have the secret finds out how the step ended, shows nothing of it, and begins no other that needs it. */
async function expectWithheld(stage: Stage, program: Program, says: RegExp): Promise<void> {
  const { stdout, stderr } = await program.expect([3], ['resume', 'latest', '--yes', '--json'])
  const { failures, recovery } = await stage.show()
  const [failure, ...more] = failures
  const found = `${failure?.host} ${failure?.step}: ${failure?.reason}`
  if (more.length > 0 || !found.startsWith('web-03 restart: ') || !says.test(found))
    throw new Error(`it failed at ${found}`)
  const withheld = recovery?.steps.find(({ host }) => host === 'web-02')?.end?.withheld ?? ''
  if (!says.test(withheld)) throw new Error(`of the output of web-02 is told: ${withheld}`)
  const log = await program.expect([0], ['logs', 'latest', 'web-02'])
  assertHidden('what a console without it printed', [stdout, stderr, log.stdout, log.stderr])
  if (stage.fleet.effectsOf('web-03').some(({ step }) => step === 'restart')) throw new Error('web-03 was restarted')
}
