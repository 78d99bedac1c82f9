import type { Fault } from '../../fault'
import { expectNothingBegins, expectSaid, untilJournalDown } from '../../storage/expect-held'
import { moveToSmallDisk } from '../../storage/small-disk'

/** Longer than two tries of the console to write again. */
const fullForMs = 3_000

export const fault: Fault = {
  id: 'storage.disk-full-journal',
  title: 'the disk of the data folder is full while steps run',
  needs: ['sshd', 'nginx', 'loopback-range', 'root'],
  isShort: true,
  run: async (lab) => {
    const stage = await lab.stage({ hosts: 5 })
    const disk = moveToSmallDisk(stage)
    for (const name of ['web-02', 'web-03']) stage.fleet.slowStep(name, 'restart', 2)
    const run = stage.begin()
    await Promise.all([stage.untilStep('web-02', 'restart'), stage.untilStep('web-03', 'restart')])
    disk.fill()
    // a person who acts is told at once
    const braked = await stage.program.run(['brake', 'latest'])
    if (braked.exitCode !== 1) throw new Error(`brake ended with ${braked.exitCode}: ${braked.stderr}`)
    expectSaid(braked.stderr, 'brake', /No space is left for .*lastmile\.db/)
    await untilJournalDown(stage, 'db.disk-full')
    await expectNothingBegins(stage, fullForMs)
    const doctor = await stage.program.expect([1], ['doctor'])
    expectSaid(doctor.stdout, 'doctor', /Rollouts hold/, /free for the data folder/)
    disk.free()
    const { exitCode, stderr } = await run.ended
    if (exitCode !== 0) throw new Error(`it ended with ${exitCode} once there was space: ${stderr}`)
    expectSaid(stderr, 'run', /Rollouts hold: .*No space is left/, /The journal can be written again/)
    return {
      times: 1,
      outcome: 'The rollout held and said why, kept what hosts reported, and went on by itself once there was space.',
      checked: [...(await stage.assertTruth()), 'nothing began while the journal was full'],
    }
  },
}
