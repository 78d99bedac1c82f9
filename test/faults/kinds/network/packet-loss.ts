import { troubleNetwork } from '../../../helpers/net-faults'
import type { Fault } from '../../fault'
import { expectUnharmed } from '../../stage/expect-unharmed'
import { openNetStage } from '../../stage/net-stage'

const percent = 10

export const fault: Fault = {
  id: 'network.packet-loss',
  title: 'one packet in ten is lost, each way, all the time',
  needs: ['sshd', 'nginx', 'netns', 'iptables'],
  limitMs: 240_000,
  run: async (lab) => {
    // TCP sends a lost packet again after seconds, so the usual patience is needed
    const ssh = { connectTimeout: '15s', config: '/dev/null' }
    const { stage, net } = await openNetStage(lab, { strategy: { batches: [1] }, ssh })
    for (const { namespace } of net.hosts) troubleNetwork(namespace, { kind: 'loss', percent })
    const checked = await expectUnharmed(stage, stage.begin())
    return { times: net.hosts.length, outcome: 'Slower, and nothing failed.', checked }
  },
}
