import { setTimeout as delay } from 'node:timers/promises'
import type { Fault } from '../../fault'
import { assertOneAtATime, openSecondConsole, releaseArgs } from '../../stage/second-console'
import { nextVersion } from '../../stage/stage-fleet'

/** The shortest that leaves time for a busy machine; a real one is five minutes. */
const expirySeconds = 5

export const fault: Fault = {
  id: 'consoles.former-owner-wakes',
  title: 'a console sleeps in the middle of a batch, its lock is broken by another one, and it wakes up',
  needs: ['sshd', 'nginx', 'loopback-range'],
  limitMs: 300_000,
  run: async (lab) => {
    const stage = await lab.stage({
      hosts: 5,
      strategy: { batches: [1] },
      environment: { lock: { expiry: `${expirySeconds}s` } },
    })
    const second = await openSecondConsole(stage)
    stage.fleet.slowStep('web-02', 'restart', 2)
    const sleeper = stage.begin()
    await stage.untilStep('web-02', 'restart')
    const created = await sleeper.line(({ kind }) => kind === 'rollout-created')
    sleeper.child.kill('SIGSTOP')
    await delay((expirySeconds + 1) * 1_000)
    stage.fleet.slowStep('web-02', 'restart', 0)
    await second.expect([0], releaseArgs(nextVersion, 'bob', ['--break-lock', '--reason', 'ann is on a plane']))
    const before = effectsOf(String(created['rollout']))
    sleeper.child.kill('SIGCONT')
    const { exitCode, stdout } = await sleeper.ended
    if (exitCode !== 3) throw new Error(`the sleeper ended with ${exitCode}, not 3: ${stdout.slice(-1_000)}`)
    const woken = effectsOf(String(created['rollout'])).length - before.length
    if (woken > 0) throw new Error(`the sleeper began ${woken} steps on a cluster that was not its own any more`)
    const braked = await stage.show()
    if (braked.brake?.cause !== 'lock') throw new Error(`it is ${braked.position}, not braked because of its lock`)
    const { result } = await stage.toTheEnd()
    if (result !== 'succeeded') throw new Error(`it ended as ${result}`)
    return {
      times: 1,
      outcome: 'It noticed before it began anything, braked with who has the lock now, and a resume took it again.',
      checked: [...(await stage.assertTruth()), assertOneAtATime([stage.dataFolder, second.dataFolder])],
    }

    function effectsOf(of: string) {
      return stage.fleet.names.flatMap((name) => stage.fleet.effectsOf(name).filter((effect) => effect.rollout === of))
    }
  },
}
