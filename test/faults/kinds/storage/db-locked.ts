import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { Fault } from '../../fault'
import { expectNothingBegins, expectSaid, untilJournalDown } from '../../storage/expect-held'

const heldForMs = 3_000

export const fault: Fault = {
  id: 'storage.db-locked',
  title: 'another process holds the database longer than anybody waits, while steps run',
  needs: ['sshd', 'nginx', 'loopback-range'],
  run: async (lab) => {
    const stage = await lab.stage({ hosts: 5 })
    for (const name of ['web-02', 'web-03']) stage.fleet.slowStep(name, 'restart', 1)
    const run = stage.begin()
    await stage.untilStep('web-02', 'restart')
    const other = new Database(join(stage.dataFolder, 'lastmile.db'))
    lab.onCleanup(() => other.close())
    other.exec('BEGIN IMMEDIATE')
    await untilJournalDown(stage, 'db.locked')
    await expectNothingBegins(stage, heldForMs)
    const signed = await stage.program.run(['brake', 'latest'])
    if (signed.exitCode !== 1) throw new Error(`brake ended with ${signed.exitCode}: ${signed.stderr}`)
    expectSaid(signed.stderr, 'brake', /held by another process/)
    other.exec('ROLLBACK')
    other.close()
    const { exitCode, stderr } = await run.ended
    if (exitCode !== 0) throw new Error(`it ended with ${exitCode} once the database was free: ${stderr}`)
    expectSaid(stderr, 'run', /Rollouts hold: .*held by another process/, /The journal can be written again/)
    return {
      times: 1,
      outcome: 'The rollout held and said why, and went on by itself once the database was free.',
      checked: [...(await stage.assertTruth()), 'nothing began while the journal was locked'],
    }
  },
}
