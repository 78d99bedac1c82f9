import { setTimeout as delay } from 'node:timers/promises'
import type { Fault } from '../../fault'

const answers = ['--yes', '--answer', 'change=CHG-1204']
const wantedKills = 4
/** A whole rollout over the embedded fleet takes some ten seconds; the first lives are spent on planning and the canary. */
const livesMs = { from: 800, to: 4_000 }

export const fault: Fault = {
  id: 'console.sigkill-under-load',
  title: 'the console is killed while customers use the embedded fleet behind its traffic switch',
  run: async (lab) => {
    const stage = await lab.demo({ hosts: 6 })
    for (let kills = 0; kills < wantedKills; kills += 1) {
      const isThere = (await stage.program.show()) !== undefined
      const run = isThere ? stage.program.start(['resume', 'latest', '--yes', '--json']) : stage.begin(answers)
      await delay(lab.random.between(livesMs.from, livesMs.to))
      run.child.kill('SIGKILL')
      await run.ended
    }
    const { result } = await stage.toTheEnd()
    if (result !== 'succeeded') throw new Error(`it ended as ${result}`)
    const checked = await stage.assertTruth()
    const { servedCount, failedCount } = await stage.load.stop()
    if (failedCount > 0) throw new Error(`${failedCount} of ${servedCount + failedCount} requests of customers failed`)
    return {
      times: wantedKills,
      outcome: `The rollout succeeded; ${servedCount} requests of customers were answered, and none failed.`,
      checked: [...checked, 'no request failed'],
    }
  },
}
