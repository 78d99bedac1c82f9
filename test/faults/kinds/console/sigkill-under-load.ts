import { setTimeout as delay } from 'node:timers/promises'
import type { Fault } from '../../fault'
import { readRecords } from '../../stage/records'

const answers = ['--yes', '--answer', 'change=CHG-1204']
const wantedKills = 4
/** After its first word. A whole rollout over the embedded fleet takes some ten seconds, where the machine has nothing else to do. */
const livesMs = { from: 0, to: 3_000 }

export const fault: Fault = {
  id: 'console.sigkill-under-load',
  title: 'the console is killed while customers use the embedded fleet behind its traffic switch',
  run: async (lab) => {
    const stage = await lab.demo({ hosts: 6 })
    for (let kills = 0; kills < wantedKills; kills += 1) {
      const isThere = readRecords(stage.program.dataFolder).rollouts.length > 0
      const run = isThere ? stage.program.start(['resume', 'latest', '--yes', '--json']) : stage.begin(answers)
      await run.line(() => true)
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
