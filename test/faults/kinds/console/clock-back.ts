import { expectSetClock } from '../../clock/expect-set-clock'
import type { Fault } from '../../fault'

export const fault: Fault = {
  id: 'console.clock-back',
  title: 'the clock of the console is set back by two hours, and right again',
  limitMs: 300_000,
  needs: ['sshd', 'nginx', 'loopback-range', 'faketime'],
  run: (lab) => expectSetClock(lab, -2),
}
