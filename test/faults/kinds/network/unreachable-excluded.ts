import { healNetwork, troubleNetwork } from '../../../helpers/net-faults'
import type { Fault } from '../../fault'
import { expectBraked } from '../../stage/expect-braked'
import { expectNotSettled, leaveHostOut, settleHost } from '../../stage/leave-host-out'
import { openNetStage, untilHostHears } from '../../stage/net-stage'

export const fault: Fault = {
  id: 'network.unreachable-excluded',
  title: 'a host goes away during a step and stays away: it is excluded, and back when all is over',
  needs: ['sshd', 'nginx', 'netns', 'iptables'],
  // the console looks for a step that runs until its time and another minute are over
  limitMs: 400_000,
  run: async (lab) => {
    const { stage, host } = await openNetStage(lab, {
      strategy: { batches: [1], maxUnavailable: 2 },
      lifecycle: () => ({ restart: { timeout: '5s' } }),
    })
    const { namespace } = host('web-02')
    stage.fleet.slowStep('web-02', 'restart', 2)
    const run = stage.begin()
    await stage.untilStep('web-02', 'restart')
    troubleNetwork(namespace, { kind: 'unreachable' })
    const says = [/its outcome is not known/]
    await expectBraked(stage, run, { host: 'web-02', step: 'restart', code: 'remote.outcome-unknown', says })
    const leftOut = await leaveHostOut(stage, 'web-02')
    await expectNotSettled(stage, 'web-02')
    healNetwork(namespace)
    await untilHostHears(stage)
    const settled = await settleHost(stage, 'web-02')
    return {
      times: 1,
      outcome: 'The others went on without it; what it was owed stayed open while it was away, and was settled then.',
      checked: [...new Set([...leftOut, ...settled])],
    }
  },
}
