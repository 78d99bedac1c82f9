import type { Fault } from '../../fault'
import type { Stage } from '../../stage/stage'
import { expectNotSettled, settleHost } from '../../stage/leave-host-out'
import { breakLayer } from '../../stage/traffic-layer'
import { expectBrakedBy, expectWayOn, openTrafficStage } from '../../stage/traffic-stage'

/** What a person does once the layer takes hosts back, before the rollout goes on. */
const ways: readonly ((stage: Stage) => Promise<unknown>)[] = [
  () => Promise.resolve(),
  (stage) => settleHost(stage, 'web-02'),
]

export const fault: Fault = {
  id: 'traffic.undo-fails-too',
  title: 'a drain gets half-way, and undoing the half that was done fails as well',
  needs: ['sshd', 'nginx', 'loopback-range'],
  limitMs: 400_000,
  run: async (lab) => {
    let checked: readonly string[] = []
    for (const way of ways) {
      const stage = await openTrafficStage(lab)
      await expectBrakedBy(stage, 'stuck', {
        cause: 'traffic',
        says: /web-02 could not be put back into traffic/,
        // out by the half that was done, and muted
        host: { state: 'failed', isServing: false, debts: 2 },
      })
      await expectNotSettled(stage, 'web-02')
      breakLayer(stage.fleet, 'stuck', false)
      await way(stage)
      checked = await expectWayOn(stage, 'stuck')
      await stage.close()
    }
    return {
      times: ways.length,
      outcome: 'It braked, and the debt stayed in sight; a retry settled it, and so did `debts settle` before a retry.',
      checked: [...checked, 'debts settled'],
    }
  },
}
