import { healNetwork, troubleNetwork } from '../../../helpers/net-faults'
import type { Fault } from '../../fault'
import { expectBraked } from '../../stage/expect-braked'
import { openNetStage, untilHostHears } from '../../stage/net-stage'

export const fault: Fault = {
  id: 'network.half-open-for-good',
  title: 'packets of a host vanish during a step and for as long as the console looks for it',
  needs: ['sshd', 'nginx', 'netns', 'iptables'],
  // the console looks for a step that runs until its time and another minute are over
  limitMs: 300_000,
  run: async (lab) => {
    const { stage, host } = await openNetStage(lab, {
      strategy: { batches: [1] },
      lifecycle: () => ({ restart: { timeout: '5s' } }),
    })
    stage.fleet.slowStep('web-02', 'restart', 4)
    const run = stage.begin()
    await stage.untilStep('web-02', 'restart')
    troubleNetwork(host('web-02').namespace, { kind: 'drop' })
    await expectBraked(stage, run, {
      host: 'web-02',
      step: 'restart',
      code: 'remote.outcome-unknown',
      says: [/its outcome is not known/, /retry when it can be reached/],
    })
    if (stage.fleet.isServing('web-02')) throw new Error('web-02 serves, and nobody knows what it runs')
    stage.fleet.slowStep('web-02', 'restart', 0)
    healNetwork(host('web-02').namespace)
    const { result } = await stage.toTheEnd()
    if (result !== 'succeeded') throw new Error(`it ended as ${result}`)
    await untilHostHears(stage)
    const checked = await stage.assertTruth()
    return { times: 1, outcome: 'The host stayed out with its outcome unknown; a retry settled it.', checked }
  },
}
