import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Fault } from '../../fault'
import type { Effect } from '../../stage/site'
import type { Stage } from '../../stage/stage'
import { nextVersion } from '../../stage/stage-fleet'
import { expectSaid } from '../../storage/expect-held'
import { leaveBackupBehind, oneByOne } from '../../storage/leave-behind'
import { startAnew } from '../../storage/start-anew'

const ways: readonly (readonly [string, (log: string) => void])[] = [
  ['lost', (log) => rmSync(log)],
  ['damaged', damageSecondHalf],
]

export const fault: Fault = {
  id: 'storage.wal-lost',
  title: 'the write-ahead log of a killed console is lost or damaged, so that the journal is older than the hosts',
  needs: ['sshd', 'nginx', 'loopback-range'],
  limitMs: 300_000,
  run: async (lab) => {
    let checked: readonly string[] = []
    for (const [name, spoil] of ways) {
      const stage = await lab.stage(oneByOne)
      await leaveBackupBehind(stage)
      spoil(join(stage.dataFolder, 'lastmile.db-wal'))
      const told = await stage.program.expect([0, 1], ['doctor'])
      expectSaid(told.stdout, `doctor, with a log that is ${name}`, /This journal may lag behind the hosts/)
      if (await stage.program.show()) await stage.toTheEnd()
      else await startOver(stage)
      const { result } = await stage.show()
      if (result !== 'succeeded') throw new Error(`${name}: it ended as ${result}`)
      checked = await stage.assertTruth()
      await stage.close()
      lab.say(`${name}: ended right`)
    }
    return {
      times: ways.length,
      outcome: 'It was noticed and told; hosts were asked, and the rollout succeeded.',
      checked,
    }
  },
}

/** The rollout itself is lost, and with it who was taken out. The floor is kept all the same: a person has to look. */
async function startOver(stage: Stage): Promise<void> {
  const { fleet, lab, program } = stage
  await lab.until('what ran on web-03 ends', () => fleet.effectsOf('web-03').some(isRestarted))
  const refused = await program.expect([2], ['run', 'shop', nextVersion, '--env', 'production', '--yes'])
  expectSaid(refused.stderr, 'run', /bring hosts back first/)
  writeFileSync(join(fleet.dir, 'traffic/web-03'), '')
  rmSync(join(fleet.dir, 'silences/web-03'), { force: true })
  await startAnew(stage)
}

const isRestarted = ({ step, word }: Effect): boolean => step === 'restart' && word === 'done'

function damageSecondHalf(log: string): void {
  const bytes = readFileSync(log)
  writeFileSync(log, bytes.fill(0xa5, Math.floor(bytes.length / 2)))
}
