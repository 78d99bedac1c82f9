import { setTimeout as delay } from 'node:timers/promises'
import { healNetwork, troubleNetwork } from '../../../helpers/net-faults'
import type { Fault } from '../../fault'
import { expectBraked } from '../../stage/expect-braked'
import { openNetStage } from '../../stage/net-stage'

export const fault: Fault = {
  id: 'network.unreachable-between',
  title: 'a host goes away while nothing runs on it: it is drained from elsewhere, and its restart has not begun',
  needs: ['sshd', 'nginx', 'netns', 'iptables'],
  // the console tries to begin on the host until the time of the step and another minute are over
  limitMs: 300_000,
  run: async (lab) => {
    const { stage, host } = await openNetStage(lab, {
      strategy: { batches: [1] },
      lifecycle: () => ({ drain: { on: 'local' }, quiet: { timeout: '5s' } }),
    })
    const { fleet } = stage
    fleet.slowStep('web-02', 'drain', 2)
    const run = stage.begin()
    await stage.untilStep('web-02', 'drain', 90_000)
    const { namespace } = host('web-02')
    troubleNetwork(namespace, { kind: 'reset' })
    await delay(300)
    troubleNetwork(namespace, { kind: 'unreachable' })
    const says = [/its outcome is not known/, /retry when it can be reached/]
    await expectBraked(stage, run, { host: 'web-02', step: 'quiet', code: 'remote.outcome-unknown', says })
    if (fleet.isServing('web-02') || !fleet.isMuted('web-02')) throw new Error('web-02 must stay out and muted')
    if (fleet.effectsOf('web-02').some(({ step }) => step === 'restart')) throw new Error('its restart was begun')
    healNetwork(namespace)
    const { result } = await stage.toTheEnd()
    if (result !== 'succeeded') throw new Error(`it ended as ${result}`)
    const checked = await stage.assertTruth()
    return {
      times: 1,
      outcome: 'The host stayed out, muted and owed, and was not restarted; a retry went to the end.',
      checked,
    }
  },
}
