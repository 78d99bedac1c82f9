import { setTimeout as delay } from 'node:timers/promises'
import type { Fault } from '../../fault'

/** Long enough for some to open their data folder and some to find a step, too short for any to finish one. */
const livesMs = [50, 200, 350, 500, 700, 900]

export const fault: Fault = {
  id: 'console.sigkill-in-recovery',
  title: 'the console that takes up a killed rollout is killed too, over and over',
  needs: ['sshd', 'nginx', 'loopback-range'],
  run: async (lab) => {
    const stage = await lab.stage({ hosts: 4 })
    for (const name of ['web-02', 'web-03']) stage.fleet.slowStep(name, 'restart', 4)
    const run = stage.begin()
    await Promise.all([stage.untilStep('web-02', 'restart'), stage.untilStep('web-03', 'restart')])
    run.child.kill('SIGKILL')
    await run.ended
    for (const lifeMs of livesMs) {
      const recovery = stage.program.start(['resume', 'latest', '--yes', '--json'])
      await delay(lifeMs)
      recovery.child.kill('SIGKILL')
      await recovery.ended
    }
    const { result } = await stage.toTheEnd()
    if (result !== 'succeeded') throw new Error(`it ended as ${result}`)
    return {
      times: livesMs.length + 1,
      outcome: 'The steps under way were found by the last one, and none ran twice.',
      checked: await stage.assertTruth(),
    }
  },
}
