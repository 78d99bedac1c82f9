import type { Fault } from '../../fault'
import { Campaign } from '../../sigkill/campaign'

/** 200 take some minutes; CI sees a few of other seeds each time. */
const usualKills = 200
const shortKills = 6

export const fault: Fault = {
  id: 'console.sigkill',
  title: 'the console is killed at random instants of whole rollouts',
  needs: ['sshd', 'nginx', 'loopback-range'],
  isShort: true,
  limitMs: 20 * 60_000,
  run: (lab) => {
    const kills = lab.kills ?? (lab.isShort ? shortKills : usualKills)
    return new Campaign(lab, { kills, lanes: 2 }).run()
  },
}
