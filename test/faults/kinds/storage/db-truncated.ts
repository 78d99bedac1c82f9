import { rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Fault } from '../../fault'
import { countBegun, expectSaid } from '../../storage/expect-held'
import { leaveBackupBehind, oneByOne } from '../../storage/leave-behind'

/** What becomes of the file, and what a person who resumes is told. */
const ways: readonly (readonly [string, (file: string) => void, RegExp])[] = [
  ['cut off', (file) => truncateSync(file, Math.floor(statSync(file).size / 2)), /is damaged/],
  ['empty', (file) => truncateSync(file, 0), /is gone or empty/],
  ['gone', (file) => rmSync(file), /is gone or empty/],
  ['garbage', (file) => writeFileSync(file, 'nothing that SQLite knows '.repeat(1_000)), /is damaged/],
]

export const fault: Fault = {
  id: 'storage.db-truncated',
  title: 'the database is cut off, emptied, removed or replaced by garbage after the console was killed',
  needs: ['sshd', 'nginx', 'loopback-range'],
  limitMs: 600_000,
  run: async (lab) => {
    let checked: readonly string[] = []
    for (const [name, spoil, sentence] of ways) {
      const stage = await lab.stage(oneByOne)
      await leaveBackupBehind(stage)
      await stage.program.expect([0], ['history'])
      spoil(join(stage.dataFolder, 'lastmile.db'))
      const begun = countBegun(stage)
      const resumed = await stage.program.expect([1, 2], ['resume', 'latest', '--yes', '--json'])
      expectSaid(resumed.stderr, `resume with a file that is ${name}`, sentence, /lastmile restore latest/)
      if (countBegun(stage) > begun) throw new Error('steps were begun without a journal')
      await stage.program.expect([0], ['restore', 'latest'])
      const { result } = await stage.toTheEnd()
      if (result !== 'succeeded') throw new Error(`${name}: it ended as ${result}`)
      checked = await stage.assertTruth()
      await stage.close()
      lab.say(`${name}: restored, and ended right`)
    }
    return {
      times: ways.length,
      outcome: 'Nothing was begun and no empty database took its place; restored, the rollout succeeded.',
      checked,
    }
  },
}
