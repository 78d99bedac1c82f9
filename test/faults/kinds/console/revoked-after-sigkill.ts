import type { StepName } from '../../../../src/shared/domain/lifecycle'
import type { Fault } from '../../fault'
import type { Lab } from '../../lab'
import type { Stage } from '../../stage/stage'
import { firstVersion, nextVersion } from '../../stage/stage-fleet'

/** In the middle of what the console dies, and what people want instead of the rollout they revoke. */
const cases: readonly { readonly step: StepName; readonly wayOn: readonly string[]; readonly version: string }[] = [
  { step: 'drain', wayOn: ['run', 'shop', nextVersion, '--env', 'production'], version: nextVersion },
  { step: 'restart', wayOn: ['rollback', 'latest', '--reason', 'it was revoked'], version: firstVersion },
]

export const fault: Fault = {
  id: 'console.revoked-after-sigkill',
  title: 'the console is killed in the middle of a batch, and people revoke the rollout instead of resuming it',
  needs: ['sshd', 'nginx', 'loopback-range'],
  limitMs: 300_000,
  run: async (lab) => {
    let checked: readonly string[] = []
    for (const each of cases) checked = await revokeAfterKill(lab, each)
    return {
      times: cases.length,
      outcome:
        'What ran was found and brought to rest; nothing more began; releasing again, or going back, then worked.',
      checked: [...checked, 'nothing more dispatched'],
    }
  },
}

async function revokeAfterKill(lab: Lab, { step, wayOn, version }: (typeof cases)[number]): Promise<readonly string[]> {
  const stage = await lab.stage({ hosts: 5, strategy: { batches: [1] } })
  stage.fleet.slowStep('web-02', step, 2)
  const run = stage.begin()
  await stage.untilStep('web-02', step)
  run.child.kill('SIGKILL')
  await run.ended
  await stage.program.expect([0], ['revoke', 'latest', '--reason', 'not this one', '--json'])
  stage.fleet.slowStep('web-02', step, 0)
  const { result } = await stage.show()
  if (result !== 'revoked') throw new Error(`revoked, it ended as ${result}`)
  await stage.assertTruth()
  await expectOver(stage)
  await stage.program.expect([0], [...wayOn, '--yes', '--json'])
  const wrong = stage.fleet.names.filter((name) => stage.fleet.versionOf(name) !== version)
  if (wrong.length > 0) throw new Error(`after ${wayOn[0]} not on ${version}: ${wrong.join(', ')}`)
  const checked = await stage.assertTruth()
  await stage.close()
  return checked
}

/** Neither a console that starts nor a verb gets anything more out of it. */
async function expectOver({ fleet, program }: Stage): Promise<void> {
  const countEffects = () => fleet.names.flatMap((name) => fleet.effectsOf(name)).length
  const before = countEffects()
  await program.serveOnce()
  // a refusal, or the word that it was revoked
  for (const verb of ['resume', 'retry', 'sign']) await program.expect([2, 4], [verb, 'latest', '--yes'])
  if (countEffects() !== before) throw new Error('steps began after it was revoked')
  const later = fleet.names.slice(2).filter((name) => fleet.effectsOf(name).length > 0)
  if (later.length > 0) throw new Error(`not their turn yet, and touched: ${later.join(', ')}`)
}
