import type { Fault } from '../../fault'
import {
  ageLock,
  assertOneAtATime,
  expectRefused,
  lockFolder,
  openSecondConsole,
  releaseArgs,
} from '../../stage/second-console'
import { nextVersion } from '../../stage/stage-fleet'
import { assertAlways, assertTruth } from '../../stage/truth'

export const fault: Fault = {
  id: 'consoles.lock-stale-broken',
  title: 'a console is killed for good in the middle of a batch, and another one has to go on with its cluster',
  needs: ['sshd', 'nginx', 'loopback-range'],
  limitMs: 300_000,
  run: async (lab) => {
    const stage = await lab.stage({ hosts: 5, strategy: { batches: [1] } })
    const second = await openSecondConsole(stage)
    stage.fleet.slowStep('web-02', 'restart', 1)
    const killed = stage.begin()
    await stage.untilStep('web-02', 'restart')
    killed.child.kill('SIGKILL')
    await killed.ended
    // its lock holds for five minutes more
    expectRefused(await second.run(releaseArgs(nextVersion, 'bob')), ['in the hands of another console'])
    expectRefused(await second.run(releaseArgs(nextVersion, 'bob', ['--break-lock', '--reason', 'impatient'])), [
      'in the hands of another console',
    ])
    ageLock(lockFolder(stage), 301)
    expectRefused(await second.run(releaseArgs(nextVersion, 'bob')), ['no sign of life', '--break-lock --reason'])
    expectRefused(await second.run(releaseArgs(nextVersion, 'bob', ['--break-lock'])), ['--break-lock needs --reason'])
    const breaking = ['--break-lock', '--reason', 'its laptop was stolen']
    await second.expect([0, 1, 3], releaseArgs(nextVersion, 'bob', breaking))
    const done = await second.show()
    if (done?.result !== 'succeeded') throw new Error(`it is ${done?.position}, and did not succeed`)
    const rows = await second.expect([0], ['report', 'latest', '--format', 'json'])
    if (!rows.stdout.includes('its laptop was stolen'))
      throw new Error('the journal does not say why the lock was broken')
    const served = stage.fleet.names.filter((name) => stage.fleet.isServing(name))
    if (served.length < 5) throw new Error(`only ${served.join(', ')} serve in the end`)
    // what the killed one knew ends where it was killed
    await assertAlways(stage.fleet, stage.dataFolder)
    const checked = await assertTruth(stage.fleet, second.dataFolder)
    return {
      times: 1,
      outcome: 'Not before five minutes and not without a reason; then the other console put every host right.',
      checked: [...checked, assertOneAtATime([stage.dataFolder, second.dataFolder]), 'every host serves in the end'],
    }
  },
}
