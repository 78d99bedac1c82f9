import type { Fault } from '../../fault'
import { nextVersion } from '../../stage/stage-fleet'
import { countBegun, expectSaid } from '../../storage/expect-held'
import { moveToSmallDisk } from '../../storage/small-disk'
import { startAnew } from '../../storage/start-anew'

export const fault: Fault = {
  id: 'storage.disk-full-before-start',
  title: 'the disk of the data folder is full before a rollout is started',
  needs: ['sshd', 'nginx', 'loopback-range', 'root'],
  run: async (lab) => {
    const stage = await lab.stage({ hosts: 3 })
    const disk = moveToSmallDisk(stage)
    disk.fill()
    const refused = await stage.program.run(['run', 'shop', nextVersion, '--env', 'production', '--yes', '--json'])
    if (refused.exitCode !== 1 && refused.exitCode !== 2) throw new Error(`run ended with ${refused.exitCode}`)
    expectSaid(refused.stderr, 'run', /No space is left|ENOSPC/)
    if (countBegun(stage) > 0) throw new Error('steps were begun without a journal')
    const doctor = await stage.program.expect([1], ['doctor'])
    expectSaid(doctor.stdout, 'doctor', /0 B free for the data folder/, /Free some space/)
    disk.free()
    await startAnew(stage)
    return {
      times: 1,
      outcome: 'The rollout was refused before anything was done; with space it succeeded.',
      checked: await stage.assertTruth(),
    }
  },
}
