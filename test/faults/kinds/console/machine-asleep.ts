import { setTimeout as delay } from 'node:timers/promises'
import { toldEvents } from '../../clock/told-events'
import type { Fault } from '../../fault'

/** Longer than connections are kept without a sign of life. */
const sleepMs = 120_000
const soak = '6s'
/** Nothing was disturbed until then; a machine that is busy with other kinds is slow. */
const patienceMs = 120_000
/** Ends while the console sleeps. */
const stepSeconds = 3

export const fault: Fault = {
  id: 'console.machine-asleep',
  title: 'the machine sleeps while a step runs, and again while a host soaks',
  needs: ['sshd', 'nginx', 'loopback-range'],
  limitMs: 420_000,
  run: async (lab) => {
    const stage = await lab.stage({ hosts: 3, strategy: { canary: { hosts: 1, soak } } })
    stage.fleet.slowStep('web-01', 'restart', stepSeconds)
    const run = stage.begin()
    const sleep = async () => {
      run.child.kill('SIGSTOP')
      await delay(sleepMs, undefined, { signal: lab.signal })
      run.child.kill('SIGCONT')
    }
    await stage.untilStep('web-01', 'restart', patienceMs)
    await sleep()
    await run.line(({ kind }) => kind === 'soak-started')
    await sleep()
    const { exitCode, stdout, stderr } = await run.ended
    if (exitCode !== 0) throw new Error(`run ended with ${exitCode}: ${stderr}`)
    const sleeps = toldEvents(stdout, 'time-jumped')
    if (sleeps.length < 2) throw new Error(`the journal tells of ${sleeps.length} sleeps`)
    const watched = toldEvents(stdout, 'soak-finished')[0]
    if ((watched?.looks ?? 0) < 3 || (watched?.unwatchedMs ?? 0) < sleepMs / 2) {
      throw new Error(`the soak was over after ${watched?.looks} looks, ${watched?.unwatchedMs} ms unwatched`)
    }
    return {
      times: 2,
      outcome: 'The step that ended meanwhile was found; the soaking host was looked at again before its gate.',
      checked: [...(await stage.assertTruth()), 'a soak is looked at after a sleep'],
    }
  },
}
