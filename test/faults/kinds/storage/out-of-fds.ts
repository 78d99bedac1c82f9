import { readdirSync } from 'node:fs'
import type { Fault } from '../../fault'
import { nextVersion } from '../../stage/stage-fleet'
import { countBegun, expectSaid } from '../../storage/expect-held'
import { limitFiles, limitFilesForGood, outOfFiles, usualFiles } from '../../storage/file-limit'
import { startAnew } from '../../storage/start-anew'

/** Node itself needs 23, and its data folder some more. */
const tooFew = 26

export const fault: Fault = {
  id: 'storage.out-of-fds',
  title: 'no file can be opened any more: while the data folder is opened, and when a rollout is started',
  needs: ['sshd', 'nginx', 'loopback-range', 'prlimit'],
  run: async (lab) => {
    const stage = await lab.stage({ hosts: 5 })
    const opening = stage.begin()
    limitFilesForGood(opening, tooFew)
    const opened = await opening.ended
    if (opened.exitCode === 0) throw new Error('it opened all that it wanted')
    if (countBegun(stage) > 0) throw new Error('something was begun on hosts')
    lab.say(`refused: ${opened.stderr.split('\n')[0]}`)
    expectSaid(opened.stderr, 'the refusal', outOfFiles)
    if (/A bug in Lastmile|at .*\.js:\d+/.test(opened.stderr))
      throw new Error(`not a sentence for people: ${opened.stderr}`)
    const served = await stage.program.serve()
    limitFiles(served, readdirSync(`/proc/${served.child.pid}/fd`).length + 2)
    const run = await stage.program.run(['run', 'shop', nextVersion, '--env', 'production', '--yes', '--json'])
    if (served.child.exitCode !== null) throw new Error('the console ended')
    expectSaid(`${run.stderr} ${run.stdout}`, 'run', outOfFiles)
    limitFiles(served, usualFiles)
    if (!(await stage.program.show())) await startAnew(stage)
    const { result } = await stage.toTheEnd()
    if (result !== 'succeeded') throw new Error(`it ended as ${result}`)
    // one that stays keeps a shell on each host for the next command
    served.child.kill('SIGTERM')
    await served.ended
    return {
      times: 2,
      outcome: 'What could not be opened was said; with files again, the rollout succeeded.',
      checked: await stage.assertTruth(),
    }
  },
}
