import { troubleNetwork, healNetwork } from '../../../helpers/net-faults'
import type { Fault } from '../../fault'
import { expectBraked } from '../../stage/expect-braked'
import { openNetStage } from '../../stage/net-stage'

const troubles = [
  { trouble: { kind: 'unreachable' }, code: 'ssh.unreachable', says: [/no route to 198\.18\./, /Check the network/] },
  { trouble: { kind: 'drop' }, code: 'ssh.connect-timeout', says: [/did not answer within 2 s/, /Is the host up/] },
] as const

export const fault: Fault = {
  id: 'network.unreachable-before',
  title: 'a host cannot be reached before its first step',
  needs: ['sshd', 'nginx', 'netns', 'iptables'],
  limitMs: 300_000,
  run: async (lab) => {
    let checked: readonly string[] = []
    for (const { trouble, code, says } of troubles) {
      const { stage, host } = await openNetStage(lab, { strategy: { batches: [1], maxUnavailable: '70%' } })
      const { namespace } = host('web-02')
      troubleNetwork(namespace, trouble)
      await expectBraked(stage, stage.begin(), { host: 'web-02', step: 'precheck', code, says })
      healNetwork(namespace)
      const { result } = await stage.toTheEnd()
      if (result !== 'succeeded') throw new Error(`after ${trouble.kind} it ended as ${result}`)
      checked = await stage.assertTruth()
    }
    return {
      times: troubles.length,
      outcome: 'The host failed at precheck and nothing later began; a retry went to the end.',
      checked,
    }
  },
}
