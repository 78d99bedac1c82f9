import type { Fault } from '../../fault'
import { nextVersion } from '../../stage/stage-fleet'
import { expectSaid } from '../../storage/expect-held'

const rounds = 3

export const fault: Fault = {
  id: 'storage.two-verbs-at-once',
  title: 'two verbs open one data folder at the same instant',
  needs: ['sshd', 'nginx', 'loopback-range'],
  run: async (lab) => {
    const stage = await lab.stage({ hosts: 5 })
    stage.fleet.slowStep('web-04', 'restart', 1)
    const args = ['run', 'shop', nextVersion, '--env', 'production', '--json']
    const runs = await Promise.all([stage.program.run(args), stage.program.run(args)])
    const codes = runs.map(({ exitCode }) => exitCode)
    if (!codes.includes(2) || !codes.includes(3))
      throw new Error(`two runs ended with ${codes.join()}, not 2 and 3: ${runs.map(({ stderr }) => stderr).join()}`)
    const refused = runs.find(({ exitCode }) => exitCode === 2)
    expectSaid(refused?.stderr ?? '', 'the second run', /has rollout \w+ in progress/)
    for (let round = 0; round < rounds; round += 1) {
      // whoever comes first decides; the other is told, and nothing is done twice
      const verbs = [
        ['resume', 'latest', '--yes', '--json'],
        ['brake', 'latest', '--json'],
      ]
      const ended = await Promise.all(verbs.map((verb) => stage.program.run(verb)))
      for (const { exitCode, stderr } of ended)
        if (exitCode === null || /A bug in Lastmile/.test(stderr))
          throw new Error(`a verb ended with ${exitCode}: ${stderr}`)
    }
    const { result } = await stage.toTheEnd()
    if (result !== 'succeeded') throw new Error(`it ended as ${result}`)
    return {
      times: rounds + 1,
      outcome: 'One run was started and the other refused; every verb got an answer, and the rollout succeeded.',
      checked: await stage.assertTruth(),
    }
  },
}
