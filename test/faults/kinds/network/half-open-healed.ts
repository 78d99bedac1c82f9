import { setTimeout as delay } from 'node:timers/promises'
import { healNetwork, troubleNetwork } from '../../../helpers/net-faults'
import type { Fault } from '../../fault'
import { expectUnharmed } from '../../stage/expect-unharmed'
import { openNetStage } from '../../stage/net-stage'

export const fault: Fault = {
  id: 'network.half-open-healed',
  title: 'packets of a host vanish during a long step, and come through again after it',
  needs: ['sshd', 'nginx', 'netns', 'iptables'],
  limitMs: 300_000,
  run: async (lab) => {
    const { stage, host } = await openNetStage(lab, { strategy: { batches: [1] } })
    stage.fleet.slowStep('web-02', 'restart', 4)
    const run = stage.begin()
    await stage.untilStep('web-02', 'restart')
    troubleNetwork(host('web-02').namespace, { kind: 'drop' })
    // the step ends after 4 s, and the console gives the connection up after some 4 s without an answer
    await delay(7_000)
    healNetwork(host('web-02').namespace)
    const checked = await expectUnharmed(stage, run)
    return { times: 1, outcome: 'The dead connection was noticed and replaced; nothing failed.', checked }
  },
}
