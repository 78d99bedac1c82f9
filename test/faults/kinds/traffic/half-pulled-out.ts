import { existsSync } from 'node:fs'
import type { Fault } from '../../fault'
import { expectBrakedBy, expectWayOn, openTrafficStage } from '../../stage/traffic-stage'

export const fault: Fault = {
  id: 'traffic.half-pulled-out',
  title: 'a host is taken out of the registry, and the balancer loses its half',
  needs: ['sshd', 'nginx', 'loopback-range'],
  limitMs: 300_000,
  run: async (lab) => {
    const stage = await openTrafficStage(lab)
    await expectBrakedBy(stage, 'half', {
      cause: 'budget',
      says: /web-02 \(drain\) failed/,
      host: { state: 'failed', isServing: true, debts: 0 },
    })
    if (existsSync(`${stage.fleet.dir}/registry-out/web-02`)) throw new Error('the half that was done is not undone')
    const checked = await expectWayOn(stage, 'half')
    return {
      times: 1,
      outcome: 'The half that was done was undone and shown; the host served all the time, and a retry led to the end.',
      checked,
    }
  },
}
