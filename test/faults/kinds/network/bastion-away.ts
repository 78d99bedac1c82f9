import { setTimeout as delay } from 'node:timers/promises'
import type { Fault } from '../../fault'
import { expectUnharmed } from '../../stage/expect-unharmed'
import { openNetStage } from '../../stage/net-stage'

export const fault: Fault = {
  id: 'network.bastion-away',
  title: 'the bastion goes away while steps run behind it, and comes back',
  needs: ['sshd', 'nginx', 'netns', 'iptables'],
  limitMs: 300_000,
  run: async (lab) => {
    const { stage, net } = await openNetStage(lab, { hasBastion: true, strategy: { batches: [1] } })
    for (const step of ['drain', 'restart'] as const) stage.fleet.slowStep('web-02', step, 2)
    const run = stage.begin()
    for (const step of ['drain', 'restart'] as const) {
      await stage.untilStep('web-02', step)
      await net.bastion?.powerOff()
      // longer than the step takes
      await delay(3_000)
      await net.bastion?.powerOn()
    }
    const checked = await expectUnharmed(stage, run)
    return { times: 2, outcome: 'The steps were found again through the bastion; nothing failed.', checked }
  },
}
