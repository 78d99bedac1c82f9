import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Fault } from '../../fault'
import { expectBraked } from '../../stage/expect-braked'
import { expectUnharmed } from '../../stage/expect-unharmed'
import { victim } from '../../stage/net-stage'
import type { Stage } from '../../stage/stage'

export const fault: Fault = {
  id: 'hosts.run-directory-removed',
  title: 'somebody removes ~/.lastmile/runs under a step that runs',
  needs: ['sshd', 'nginx', 'loopback-range'],
  limitMs: 300_000,
  run: async (lab) => {
    const hostKeys = (name: string) => ({ canary: name === victim })
    const options = { hosts: 3, strategy: { batches: [1] }, hostKeys }
    const followed = await lab.stage(options)
    const run = await removeDuringRestart(followed, 1)
    await expectUnharmed(followed, run)

    // with the connection lost as well, nobody is left who knows how the step ended
    const lost = await lab.stage(options)
    const lostRun = await removeDuringRestart(lost, 3)
    await lost.fleet.sshd.restart()
    await expectBraked(lost, lostRun, {
      host: 'web-02',
      step: 'restart',
      code: 'step.vanished',
      says: [/its files below ~\/\.lastmile\/runs were removed/, /Look at the host, then retry/],
    })
    await lab.until('the restart has ended', () =>
      lost.fleet.effectsOf('web-02').some(({ step, word }) => step === 'restart' && word === 'done'),
    )
    lost.fleet.slowStep('web-02', 'restart', 0)
    const { result } = await lost.toTheEnd()
    if (result !== 'succeeded') throw new Error(`it ended as ${result}`)
    const checked = await lost.assertTruth()
    return {
      times: 2,
      outcome: 'A step that is followed ends as it does; one that was lost as well needs a retry.',
      checked,
    }
  },
}

/** Start a rollout, and remove the directories of web-02 while its restart takes some seconds. */
async function removeDuringRestart(stage: Stage, seconds: number) {
  stage.fleet.slowStep('web-02', 'restart', seconds)
  const run = stage.begin()
  await stage.untilStep('web-02', 'restart')
  rmSync(join(stage.fleet.homeOf('web-02'), '.lastmile/runs'), { recursive: true })
  return run
}
