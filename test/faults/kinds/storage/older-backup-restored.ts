import { copyFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { listBackups } from '../../../../src/main/db/backup'
import type { Fault } from '../../fault'
import type { Stage } from '../../stage/stage'
import { expectSaid } from '../../storage/expect-held'
import { leaveBackupBehind, oneByOne } from '../../storage/leave-behind'

export const fault: Fault = {
  id: 'storage.older-backup-restored',
  title: 'an older backup is put in place while hosts went further, by the verb and by hand',
  needs: ['sshd', 'nginx', 'loopback-range'],
  limitMs: 300_000,
  run: async (lab) => {
    let checked: readonly string[] = []
    for (const putBack of [byVerb, byHand]) {
      const stage = await lab.stage(oneByOne)
      await leaveBackupBehind(stage)
      await putBack(stage)
      const told = await stage.program.expect([0, 1], ['doctor'])
      expectSaid(told.stdout, 'doctor', /This journal may lag behind the hosts/)
      const { result } = await stage.toTheEnd()
      if (result !== 'succeeded') throw new Error(`it ended as ${result}`)
      checked = await stage.assertTruth()
      await stage.close()
    }
    return {
      times: 2,
      outcome: 'People were told, hosts were asked what they did, every step was joined and none ran twice.',
      checked: [...checked, 'the person is told'],
    }
  },
}

async function byVerb({ program }: Stage): Promise<void> {
  const refused = await program.expect([2], ['restore', 'latest'])
  expectSaid(refused.stderr, 'restore', /would be forgotten: \d+ events/, /--lose-events/)
  const restored = await program.expect([0], ['restore', 'latest', '--lose-events'])
  expectSaid(restored.stdout, 'restore', /Lost: \d+ events of rollout/, /kept in .*before-restore/, /lastmile resume/)
}

async function byHand({ dataFolder }: Stage): Promise<void> {
  const [newest] = listBackups(join(dataFolder, 'backups'))
  if (!newest) throw new Error('there is no backup')
  for (const end of ['', '-wal', '-shm']) rmSync(join(dataFolder, `lastmile.db${end}`), { force: true })
  await Promise.resolve(copyFileSync(newest.file, join(dataFolder, 'lastmile.db')))
}
