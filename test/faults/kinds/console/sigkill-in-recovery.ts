import { setTimeout as delay } from 'node:timers/promises'
import type { Fault } from '../../fault'
import { takeUp } from '../../sigkill/take-up'
import { holdRestarts } from '../../stage/hold-restart'

/** Of the time that a verb takes which does nothing: some open their data folder, and some find a step. */
const lives = [0.3, 0.6, 0.9, 1.1, 1.4, 1.8]
const names = ['web-02', 'web-03']

export const fault: Fault = {
  id: 'console.sigkill-in-recovery',
  title: 'the console that takes up a killed rollout is killed too, over and over',
  needs: ['sshd', 'nginx', 'loopback-range'],
  run: async (lab) => {
    const options = { hosts: 4 }
    const stage = await lab.stage(options)
    const { hold, letGo } = await holdRestarts(stage, names, options)
    hold()
    const startMs = await stage.program.measureStartMs()
    const run = stage.begin()
    await Promise.all(names.map((name) => stage.untilStep(name, 'restart')))
    run.child.kill('SIGKILL')
    await run.ended
    for (const life of lives) {
      const recovery = stage.program.start(['resume', 'latest', '--yes', '--json'])
      await delay(life * startMs)
      recovery.child.kill('SIGKILL')
      await recovery.ended
    }
    const interrupted = names.map((host) => ({ host, step: 'restart' }) as const)
    const found = await takeUp(stage, interrupted, letGo)
    if (found.some((kind) => kind !== 'running')) throw new Error(`what still ran was found as ${found.join(', ')}`)
    return {
      times: lives.length + 1,
      outcome: 'The steps under way were found by the last one, which said so, and none ran twice.',
      checked: [...(await stage.assertTruth()), 'recovery is told'],
    }
  },
}
