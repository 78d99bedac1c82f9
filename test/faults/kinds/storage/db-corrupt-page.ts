import { closeSync, openSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Fault } from '../../fault'
import { countBegun, expectSaid } from '../../storage/expect-held'
import { leaveBackupBehind, oneByOne } from '../../storage/leave-behind'

const pageBytes = 4_096

export const fault: Fault = {
  id: 'storage.db-corrupt-page',
  title: 'pages of the database are overwritten after the console was killed',
  needs: ['sshd', 'nginx', 'loopback-range'],
  run: async (lab) => {
    const stage = await lab.stage(oneByOne)
    await leaveBackupBehind(stage)
    // merged first, or the log would heal the pages
    await stage.program.expect([0], ['history'])
    damage(join(stage.dataFolder, 'lastmile.db'))
    const begun = countBegun(stage)
    const doctor = await stage.program.expect([1], ['doctor'])
    expectSaid(doctor.stdout, 'doctor', /lastmile\.db is damaged/, /lastmile restore latest/)
    const resumed = await stage.program.expect([1, 2], ['resume', 'latest', '--yes', '--json'])
    expectSaid(resumed.stderr, 'resume', /is damaged or not an SQLite file/, /lastmile restore latest/)
    if (countBegun(stage) > begun) throw new Error('steps were begun from a damaged journal')
    const restored = await stage.program.expect([0], ['restore', 'latest'])
    expectSaid(restored.stdout, 'restore', /kept in .*damaged-.*lastmile\.db/, /What is lost is not known|Lost: /)
    const { result } = await stage.toTheEnd()
    if (result !== 'succeeded') throw new Error(`it ended as ${result}`)
    return {
      times: 1,
      outcome: 'Nothing was begun; doctor named the command, the backup was restored, and the rollout succeeded.',
      checked: await stage.assertTruth(),
    }
  },
}

/** All but the first page, which says what kind of file it is. */
function damage(file: string): void {
  const handle = openSync(file, 'r+')
  const page = Buffer.alloc(pageBytes, 0xa5)
  for (let at = pageBytes; at < statSync(file).size; at += pageBytes) writeSync(handle, page, 0, pageBytes, at)
  closeSync(handle)
}
