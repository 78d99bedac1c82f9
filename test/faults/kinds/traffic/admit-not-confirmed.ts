import type { Fault } from '../../fault'
import { expectBrakedBy, expectWayOn, openTrafficStage } from '../../stage/traffic-stage'

export const fault: Fault = {
  id: 'traffic.admit-not-confirmed',
  title: 'the traffic layer takes a released host back, and never shows it serving',
  needs: ['sshd', 'nginx', 'loopback-range'],
  limitMs: 300_000,

  run: async (lab) => {
    const stage = await openTrafficStage(lab)
    await expectBrakedBy(stage, 'not-back', {
      cause: 'traffic',
      says: /web-02 could not be put back into traffic/,
      host: { state: 'failed', isServing: false, debts: 2 },
    })
    const checked = await expectWayOn(stage, 'not-back')
    const restarts = stage.fleet.effectsOf('web-02').filter(({ step, word }) => step === 'restart' && word === 'begin')
    if (restarts.length !== 1) throw new Error(`web-02 was restarted ${restarts.length} times; only admit had failed`)
    return {
      times: 1,
      outcome:
        'It braked before another host was taken out; the host stayed out, muted and owed, and a retry only put it back.',
      checked,
    }
  },
}
