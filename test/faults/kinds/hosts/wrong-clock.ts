import { shiftClock } from '../../../helpers/host-faults'
import type { Fault } from '../../fault'
import { expectBraked } from '../../stage/expect-braked'
import { openNetStage } from '../../stage/net-stage'

const shifts = [-3_600, 86_400]

export const fault: Fault = {
  id: 'hosts.wrong-clock',
  title: 'the clock of a host is an hour behind, or a day ahead',
  needs: ['sshd', 'nginx', 'netns', 'iptables'],
  limitMs: 300_000,
  run: async (lab) => {
    let checked: readonly string[] = []
    for (const seconds of shifts) {
      const { stage, host } = await openNetStage(lab, { strategy: { batches: [1] } })
      shiftClock(host('web-02'), seconds)
      const says = [/the clock of the host is \d{4,5} s off/, /Set it right \(NTP\)/, /precheck\.maxClockSkew/]
      await expectBraked(stage, stage.begin(), { host: 'web-02', step: 'precheck', code: 'step.clock-skew', says })
      shiftClock(host('web-02'), 0)
      const { result } = await stage.toTheEnd()
      if (result !== 'succeeded') throw new Error(`${seconds} s off, it ended as ${result}`)
      checked = await stage.assertTruth()
    }
    return { times: shifts.length, outcome: 'Precheck stopped at it; with the clock right a retry went on.', checked }
  },
}
