import { setTimeout as delay } from 'node:timers/promises'
import type { Fault } from '../../fault'

/** Of the time that a verb takes which does nothing: some open their data folder, and some find a step. */
const lives = [0.3, 0.6, 0.9, 1.1, 1.4, 1.8]

export const fault: Fault = {
  id: 'console.sigkill-in-recovery',
  title: 'the console that takes up a killed rollout is killed too, over and over',
  needs: ['sshd', 'nginx', 'loopback-range'],
  run: async (lab) => {
    const stage = await lab.stage({ hosts: 4 })
    for (const name of ['web-02', 'web-03']) stage.fleet.slowStep(name, 'restart', 4)
    const startMs = await stage.program.measureStartMs()
    const run = stage.begin()
    await Promise.all([stage.untilStep('web-02', 'restart'), stage.untilStep('web-03', 'restart')])
    run.child.kill('SIGKILL')
    await run.ended
    for (const life of lives) {
      const recovery = stage.program.start(['resume', 'latest', '--yes', '--json'])
      await delay(life * startMs)
      recovery.child.kill('SIGKILL')
      await recovery.ended
    }
    const { result } = await stage.toTheEnd()
    if (result !== 'succeeded') throw new Error(`it ended as ${result}`)
    return {
      times: lives.length + 1,
      outcome: 'The steps under way were found by the last one, and none ran twice.',
      checked: await stage.assertTruth(),
    }
  },
}
