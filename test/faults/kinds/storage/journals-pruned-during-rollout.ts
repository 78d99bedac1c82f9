import { statSync } from 'node:fs'
import { join } from 'node:path'
import { openDb } from '../../../../src/main/db/open'
import type { Fault } from '../../fault'
import { expectUnharmed } from '../../stage/expect-unharmed'
import { readRecords } from '../../stage/records'
import type { Stage } from '../../stage/stage'
import { nextVersion } from '../../stage/stage-fleet'

/** What one word of the command line may have at the most is 128 KiB. */
const longReason = 'x'.repeat(100_000)
/** More pages than are given back at once (`pruning-book.ts`), so that the rollout has its turns between. */
const oldRollouts = 8
const twoDaysMs = 2 * 86_400_000

export const fault: Fault = {
  id: 'storage.journals-pruned-during-rollout',
  title: 'old journals are pruned, and lastmile.db is compacted, while a rollout writes its own',
  needs: ['sshd', 'nginx', 'loopback-range'],
  limitMs: 300_000,
  run: async (lab) => {
    const stage = await lab.stage({ hosts: 3, strategy: { batches: [1] } })
    const old = await leaveOldJournals(stage)
    const bytesBefore = sizeOf(stage)
    stage.fleet.slowStep('web-01', 'drain', 2)
    const run = stage.begin()
    await stage.untilStep('web-01', 'drain')
    const args = ['prune', '--journals', '--keep-days', '1', '--keep-rollouts', '1', '--by', 'bea', '--json']
    const { stdout } = await stage.program.expect([0], args)
    const { rollouts } = JSON.parse(stdout) as { rollouts: readonly string[] }
    if (rollouts.toSorted().join() !== old.toSorted().join()) throw new Error(`pruned: ${rollouts.join(', ')}`)
    if (run.child.exitCode !== null) throw new Error('the rollout was over before the journals were pruned')
    const bytesAfter = sizeOf(stage)
    if (bytesAfter > bytesBefore / 2) throw new Error(`lastmile.db has ${bytesAfter} bytes, and had ${bytesBefore}`)
    const checked = await expectUnharmed(stage, run)
    const { stdout: verified } = await stage.program.expect([0], ['verify', old[0] ?? ''])
    if (!/was pruned at .*its last hash was [0-9a-f]{64}/.test(verified)) throw new Error(`nobody says so: ${verified}`)
    return {
      times: 1,
      outcome: `The old journals went, ${bytesBefore} bytes became ${bytesAfter}; the rollout was not disturbed.`,
      checked: [...checked, 'space given back', 'pruning told'],
    }
  },
}

const sizeOf = ({ dataFolder }: Stage): number => statSync(join(dataFolder, 'lastmile.db')).size

/** Rollouts that were revoked at their first gate two days ago, with a lot in their journals. */
async function leaveOldJournals({ dataFolder, program }: Stage): Promise<readonly string[]> {
  const serving = await program.serve()
  for (let count = 0; count < oldRollouts; count += 1) {
    await program.expect([3], ['run', 'shop', nextVersion, '--env', 'production', '--json'])
    await program.expect([0], ['revoke', 'latest', '--reason', longReason, '--json'])
  }
  serving.child.kill('SIGTERM')
  await serving.ended
  const old = readRecords(dataFolder).rollouts.map(({ rollout }) => rollout)
  const db = openDb(join(dataFolder, 'lastmile.db'))
  const longAgo = 'UPDATE rollouts SET created_at_ms = created_at_ms - ?, finished_at_ms = finished_at_ms - ?'
  db.prepare(longAgo).run(twoDaysMs, twoDaysMs)
  db.close()
  return old
}
