import { setTimeout as delay } from 'node:timers/promises'
import { healNetwork, troubleNetwork } from '../../../helpers/net-faults'
import type { Fault } from '../../fault'
import { expectBraked } from '../../stage/expect-braked'
import { openNetStage } from '../../stage/net-stage'

const waysDown = ['connections are closed', 'packets vanish'] as const

export const fault: Fault = {
  id: 'hosts.reboots-during-restart',
  title: 'a host reboots during restart and comes back seconds later',
  needs: ['sshd', 'nginx', 'netns', 'iptables'],
  limitMs: 300_000,
  run: async (lab) => {
    let checked: readonly string[] = []
    for (const way of waysDown) {
      const { stage, host } = await openNetStage(lab, { strategy: { batches: [1] } })
      stage.fleet.slowStep('web-02', 'restart', 20)
      const run = stage.begin()
      await stage.untilStep('web-02', 'restart')
      if (way === 'packets vanish') troubleNetwork(host('web-02').namespace, { kind: 'drop' })
      await host('web-02').powerOff()
      await delay(3_000)
      await host('web-02').powerOn()
      healNetwork(host('web-02').namespace)
      await expectBraked(stage, run, {
        host: 'web-02',
        step: 'restart',
        code: 'step.vanished',
        says: [/restart ended without an exit code/, /the host restarted/, /Look at the host, then retry/],
      })
      if (stage.fleet.isServing('web-02') || !stage.fleet.isMuted('web-02')) throw new Error('web-02 must stay out')
      stage.fleet.slowStep('web-02', 'restart', 0)
      const { result } = await stage.toTheEnd()
      if (result !== 'succeeded') throw new Error(`it ended as ${result}`)
      checked = await stage.assertTruth()
    }
    return {
      times: waysDown.length,
      outcome: 'It was found that the step had not ended; a retry went to the end.',
      checked,
    }
  },
}
