import { setTimeout as delay } from 'node:timers/promises'
import type { Fault } from '../../fault'
import { nextVersion } from '../../stage/stage-fleet'

/** Of the time that a verb takes which does nothing: these fall before, while and after it signs. */
const lives = { from: 0.4, to: 2 }
const wantedKills = 8

export const fault: Fault = {
  id: 'console.client-killed-mid-sign',
  title: 'a verb that signs through another console is killed at random instants',
  needs: ['sshd', 'nginx', 'loopback-range'],
  run: async (lab) => {
    const stage = await lab.stage({ hosts: 5, isProtected: true })
    const served = await stage.program.serve()
    const started = await stage.program.run(['run', 'shop', nextVersion, '--env', 'production', '--json'])
    if (started.exitCode !== 3) throw new Error(`run ended with ${started.exitCode}: ${started.stderr}`)
    const startMs = await stage.program.measureStartMs()
    for (let kills = 0; kills < wantedKills; kills += 1) {
      const verb = stage.program.start(['sign', 'latest', '--yes', '--json'])
      await delay(startMs * lab.random.between(lives.from, lives.to))
      verb.child.kill('SIGKILL')
      await verb.ended
      if (served.child.exitCode !== null) throw new Error('the console that stays has ended')
    }
    const { result, gates } = await stage.toTheEnd()
    if (result !== 'succeeded') throw new Error(`it ended as ${result}`)
    const unsigned = gates.filter((gate) => gate?.signOffs.length !== 1)
    if (unsigned.length > 0)
      throw new Error(`${unsigned.map((gate) => gate?.gate).join(', ')}: not signed exactly once`)
    served.child.kill('SIGTERM')
    await served.ended
    return {
      times: wantedKills,
      outcome: 'Each gate was signed once; the console that stays went on, and the rollout succeeded.',
      checked: [...(await stage.assertTruth()), 'each gate signed once'],
    }
  },
}
