import { setTimeout as delay } from 'node:timers/promises'
import { healNetwork, troubleNetwork } from '../../../helpers/net-faults'
import type { Fault } from '../../fault'
import { expectUnharmed } from '../../stage/expect-unharmed'
import { openNetStage } from '../../stage/net-stage'

const slow = ['drain', 'restart', 'admit'] as const

export const fault: Fault = {
  id: 'network.unreachable-during',
  title: 'a host cannot be reached while a step runs on it, which ends meanwhile',
  needs: ['sshd', 'nginx', 'netns', 'iptables'],
  limitMs: 300_000,
  run: async (lab) => {
    const { stage, host } = await openNetStage(lab, { strategy: { batches: [1] } })
    for (const step of slow) stage.fleet.slowStep('web-02', step, 1)
    const run = stage.begin()
    for (const step of slow) {
      await stage.untilStep('web-02', step)
      const { namespace } = host('web-02')
      troubleNetwork(namespace, { kind: 'reset' })
      await delay(300)
      troubleNetwork(namespace, { kind: 'unreachable' })
      // longer than the step takes
      await delay(2_000)
      healNetwork(namespace)
    }
    const checked = await expectUnharmed(stage, run)
    return { times: slow.length, outcome: 'How the steps had ended was found out afterwards; nothing failed.', checked }
  },
}
