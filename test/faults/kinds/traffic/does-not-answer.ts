import type { Fault } from '../../fault'
import { expectBrakedBy, expectWayOn, openTrafficStage } from '../../stage/traffic-stage'

export const fault: Fault = {
  id: 'traffic.does-not-answer',
  title: 'the traffic layer does not say who serves, or does anything, from one host on',
  needs: ['sshd', 'nginx', 'loopback-range'],
  limitMs: 300_000,
  run: async (lab) => {
    const stage = await openTrafficStage(lab)
    await expectBrakedBy(stage, 'silent', {
      cause: 'traffic',
      says: /traffic layer does not answer, so nothing more is taken out/,
      host: { state: 'pending', isServing: true, debts: 0 },
    })
    const checked = await expectWayOn(stage, 'silent')
    return {
      times: 1,
      outcome:
        'Nothing was taken out; it braked, the host went back to where it came from, and a resume led to the end.',
      checked,
    }
  },
}
