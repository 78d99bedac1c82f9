import type { Fault } from '../../fault'
import { nextVersion } from '../../stage/stage-fleet'
import { countBegun, expectSaid } from '../../storage/expect-held'
import { moveToSmallDisk } from '../../storage/small-disk'
import { startAnew } from '../../storage/start-anew'

export const fault: Fault = {
  id: 'storage.read-only-folder',
  title: 'the data folder is on a disk that became read-only',
  needs: ['sshd', 'nginx', 'loopback-range', 'root'],
  run: async (lab) => {
    const stage = await lab.stage({ hosts: 3 })
    const disk = moveToSmallDisk(stage)
    disk.makeReadOnly()
    const refused = await stage.program.expect([2], ['run', 'shop', nextVersion, '--env', 'production', '--yes'])
    expectSaid(refused.stderr, 'run', /The data folder .* cannot be used \(EROFS\)/)
    const doctor = await stage.program.expect([1], ['doctor'])
    expectSaid(doctor.stdout, 'doctor', /The data folder cannot be opened/, /EROFS/)
    if (countBegun(stage) > 0) throw new Error('steps were begun without a journal')
    disk.makeWritable()
    await startAnew(stage)
    return {
      times: 1,
      outcome: 'It was refused with the reason before anything was done; writable again, the rollout succeeded.',
      checked: await stage.assertTruth(),
    }
  },
}
