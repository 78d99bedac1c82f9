import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Fault } from '../../fault'
import { expectSaid } from '../../storage/expect-held'
import { leaveBackupBehind, oneByOne } from '../../storage/leave-behind'

const ways: readonly (readonly [string, (log: string) => void])[] = [
  ['lost', (log) => rmSync(log)],
  ['damaged', damageSecondHalf],
]

export const fault: Fault = {
  id: 'storage.wal-lost',
  title: 'the write-ahead log of a killed console is lost or damaged, so that the journal is older than the hosts',
  needs: ['sshd', 'nginx', 'loopback-range'],
  run: async (lab) => {
    let checked: readonly string[] = []
    for (const [name, spoil] of ways) {
      const stage = await lab.stage(oneByOne)
      await leaveBackupBehind(stage)
      spoil(join(stage.dataFolder, 'lastmile.db-wal'))
      const told = await stage.program.expect([0, 1], ['doctor'])
      expectSaid(told.stdout, `doctor, with a log that is ${name}`, /This journal may lag behind the hosts/)
      // the rollout itself may be what was lost: then a new one looks at the hosts first
      const view = await stage.program.show()
      if (view) await stage.toTheEnd()
      else await stage.begin().ended
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

function damageSecondHalf(log: string): void {
  const bytes = readFileSync(log)
  writeFileSync(log, bytes.fill(0xa5, Math.floor(bytes.length / 2)))
}
