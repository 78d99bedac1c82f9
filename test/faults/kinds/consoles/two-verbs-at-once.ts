import type { CliResult } from '../../../helpers/built-cli'
import type { Fault } from '../../fault'
import { expectRefused } from '../../stage/second-console'
import type { Stage } from '../../stage/stage'

/** Who comes first differs from time to time. */
const rounds = 3

export const fault: Fault = {
  id: 'consoles.two-verbs-at-once',
  title:
    'two verbs on one data folder at the same instant: run and run, sign and brake, resume and brake, sign and sign',
  needs: ['sshd', 'nginx', 'loopback-range'],
  limitMs: 300_000,
  run: async (lab) => {
    const stage = await lab.stage({ hosts: 5, isProtected: true })
    // without a console that stays, each verb wants to become it; with one, both go to it
    await collide(stage, '2.1.0')
    const served = await stage.program.serve()
    await collide(stage, '2.2.0')
    served.child.kill('SIGTERM')
    await served.ended
    return {
      times: 2 * (3 + rounds),
      outcome: 'One after the other: one rollout, each gate signed once, and whoever came too late was told so.',
      checked: [...(await stage.assertTruth()), 'each gate signed once'],
    }
  },
}

async function collide(stage: Stage, version: string): Promise<void> {
  stage.fleet.publish(version)
  const run = ['run', 'shop', version, '--env', 'production', '--json', '--by', 'ann']
  const runs = await twice(stage, run, run)
  const refused = runs.find(({ exitCode }) => exitCode === 2)
  if (!refused || !runs.some(({ exitCode }) => exitCode === 3)) {
    throw new Error(`two runs ended with ${runs.map(({ exitCode, stderr }) => `${exitCode} ${stderr}`).join(', ')}`)
  }
  expectRefused(refused, [/has rollout \w+ in progress/])
  const sign = (by: string) => ['sign', 'latest', '--yes', '--json', '--by', by]
  expectAnswers(await twice(stage, sign('ann'), ['brake', 'latest', '--reason', 'both at once']))
  for (let round = 0; round < rounds; round += 1) {
    expectAnswers(await twice(stage, ['resume', 'latest', '--json'], ['brake', 'latest', '--reason', 'both at once']))
  }
  await stage.program.run(['resume', 'latest', '--json'])
  expectAnswers(await twice(stage, sign('ann'), sign('bob')))
  const { result, gates } = await stage.toTheEnd()
  if (result !== 'succeeded') throw new Error(`it ended as ${result}`)
  const wrong = gates.filter((gate) => gate?.signOffs.length !== 1)
  if (wrong.length > 0) throw new Error(`${wrong.map((gate) => gate?.gate).join(', ')}: not signed exactly once`)
}

const twice = (stage: Stage, one: readonly string[], other: readonly string[]): Promise<CliResult[]> =>
  Promise.all([stage.program.run(one), stage.program.run(other)])

/** Any of the answers a verb may give, as long as it is one. */
function expectAnswers(results: readonly CliResult[]): void {
  for (const { exitCode, stderr } of results) {
    const isAnswer = exitCode !== null && exitCode <= 4 && !stderr.includes('A bug in Lastmile')
    if (!isAnswer) throw new Error(`a verb ended with ${exitCode}: ${stderr}`)
  }
}
