import type { Fault } from '../../fault'
import { expectBrakedBy, expectWayOn, openTrafficStage } from '../../stage/traffic-stage'

export const fault: Fault = {
  id: 'traffic.still-in-after-drain',
  title: 'the traffic layer takes the order and goes on showing the host in traffic',
  needs: ['sshd', 'nginx', 'loopback-range'],
  limitMs: 300_000,

  run: async (lab) => {
    const stage = await openTrafficStage(lab)
    await expectBrakedBy(stage, 'still-in', {
      cause: 'budget',
      says: /web-02 \(drain\) failed/,
      host: { state: 'failed', isServing: true, debts: 0 },
    })
    const checked = await expectWayOn(stage, 'still-in')
    return {
      times: 1,
      outcome: 'The drain failed, what it may have done was undone and shown, and a retry led to the end.',
      checked,
    }
  },
}
