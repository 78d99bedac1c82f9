import type { Fault } from '../../fault'
import { breakLayer } from '../../stage/traffic-layer'
import { expectBrakedBy, expectWayOn, openTrafficStage } from '../../stage/traffic-stage'

export const fault: Fault = {
  id: 'traffic.goes-silent-in-drain',
  title: 'the traffic layer takes a host out, and never answers again, not to the order either',
  needs: ['sshd', 'nginx', 'loopback-range'],
  limitMs: 300_000,
  run: async (lab) => {
    const stage = await openTrafficStage(lab)
    await expectBrakedBy(stage, 'lost', {
      cause: 'traffic',
      says: /traffic layer does not answer, so nothing more is taken out|web-02 could not be put back into traffic/,
      // muted and out: both are owed until the reverse is confirmed
      host: { state: 'failed', isServing: false, debts: 2 },
    })
    await stage.assertTruth()
    const { stdout } = await stage.program.expect([0], ['debts'])
    if (!/web-02/.test(stdout)) throw new Error(`nobody says that web-02 is owed: ${stdout}`)
    breakLayer(stage.fleet, 'silent', false)
    const checked = await expectWayOn(stage, 'lost')
    return {
      times: 1,
      outcome: 'It braked; the host stayed out, muted and owed, the floor was held, and a retry led to the end.',
      checked,
    }
  },
}
