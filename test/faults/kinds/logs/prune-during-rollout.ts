import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Fault } from '../../fault'
import { chatter } from '../../stage/chatter'
import { expectUnharmed } from '../../stage/expect-unharmed'
import { readRecords } from '../../stage/records'
import type { StageOptions } from '../../stage/stage-spec'

export const fault: Fault = {
  id: 'logs.prune-during-rollout',
  title: 'logs are pruned, and the file is compacted, while a rollout prints',
  limitMs: 300_000,
  needs: ['sshd', 'nginx', 'loopback-range'],
  run: async (lab) => {
    const options: StageOptions = { hosts: 3, strategy: { batches: [1] } }
    const stage = await lab.stage(options)
    stage.fleet.describe({ ...options, lifecycle: { restart: { run: chatter(stage.fleet, 4_000_000) } } })
    await stage.apply()
    await expectUnharmed(stage, stage.begin())
    const logsBytes = () => statSync(join(stage.dataFolder, 'logs.db')).size
    const before = logsBytes()
    const [old] = readRecords(stage.dataFolder).rollouts
    stage.fleet.publish('1.2.0')
    stage.fleet.slowStep('web-01', 'drain', 1)
    const run = stage.begin('1.2.0')
    await stage.untilStep('web-01', 'drain')
    const { stdout } = await stage.program.expect([0], ['prune', '--max-size', '1', '--by', 'bea', '--json'])
    const { pruned } = JSON.parse(stdout) as { pruned: readonly { rollout: string }[] }
    const names = pruned.map(({ rollout }) => rollout).join(' ')
    if (names !== old?.rollout) throw new Error(`pruned ${names}, not ${old?.rollout}`)
    const after = logsBytes()
    if (after > before / 2) throw new Error(`the file has ${after} bytes, and had ${before}`)
    const { exitCode, stderr } = await run.ended
    if (exitCode !== 0) throw new Error(`the rollout ended with ${exitCode}: ${stderr}`)
    const { stderr: told } = await stage.program.expect([2], ['logs', old.rollout, 'web-01'])
    if (!/were pruned on .* by bea/.test(told)) throw new Error(`nobody says that the log was pruned: ${told}`)
    for (const { verdict } of readRecords(stage.dataFolder).rollouts) {
      if (!verdict.ok) throw new Error(`a journal is not whole: ${verdict.why}`)
    }
    return {
      times: 1,
      outcome: `The old logs went, ${before} bytes became ${after}; the rollout was not disturbed.`,
      checked: ['the rollout in progress kept', 'space given back', 'journal chain', 'pruning told'],
    }
  },
}
