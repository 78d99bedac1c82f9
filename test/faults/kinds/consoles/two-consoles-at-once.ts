import type { Fault } from '../../fault'
import { assertOneAtATime, expectRefused, openSecondConsole, releaseArgs } from '../../stage/second-console'

const rounds = 3

export const fault: Fault = {
  id: 'consoles.two-consoles-at-once',
  title: 'two consoles with data folders of their own release to one cluster at the same instant',
  needs: ['sshd', 'nginx', 'loopback-range'],
  limitMs: 300_000,
  isShort: true,
  run: async (lab) => {
    const stage = await lab.stage({ hosts: 3 })
    const second = await openSecondConsole(stage)
    // long enough for the slower one to be refused while the other is under way
    stage.fleet.slowStep('web-02', 'restart', 4)
    const times = lab.isShort ? 1 : rounds
    for (let round = 1; round <= times; round += 1) {
      const version = `2.${round}.0`
      stage.fleet.publish(version)
      const both = await Promise.all([
        stage.program.run(releaseArgs(version, 'ann')),
        second.run(releaseArgs(version, 'bob')),
      ])
      const lost = both.findIndex(({ exitCode }) => exitCode === 2)
      const [loser, winner] = [both[lost], both[1 - lost]]
      if (!loser || winner?.exitCode !== 0)
        throw new Error(`ended with ${both.map(({ exitCode, stderr }) => `${exitCode} ${stderr}`).join(', ')}`)
      expectRefused(loser, ['in the hands of another console', lost === 0 ? 'by bob' : 'by ann', 'wait until that one'])
    }
    return {
      times,
      outcome: 'One released; the other was told who does, on which machine and for how long, and touched nothing.',
      checked: [assertOneAtATime([stage.dataFolder, second.dataFolder])],
    }
  },
}
