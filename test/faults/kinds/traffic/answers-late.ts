import type { Fault } from '../../fault'
import { expectUnharmed } from '../../stage/expect-unharmed'
import { breakLayer } from '../../stage/traffic-layer'
import { openTrafficStage } from '../../stage/traffic-stage'

export const fault: Fault = {
  id: 'traffic.answers-late',
  title: 'the traffic layer takes seconds for every answer and every order',
  needs: ['sshd', 'nginx', 'loopback-range'],
  limitMs: 300_000,
  run: async (lab) => {
    const stage = await openTrafficStage(lab, { strategy: { batches: [2] } })
    breakLayer(stage.fleet, 'late')
    const checked = await expectUnharmed(stage, stage.begin())
    return { times: 1, outcome: 'It took longer; nothing failed, and no two hosts shared the same spare one.', checked }
  },
}
