import type { Fault } from '../../fault'
import { endHangingStep } from '../../hosts/end-hanging-step'

export const fault: Fault = {
  id: 'hosts.step-hangs',
  title: 'a step hangs until its time is over',
  needs: ['sshd', 'nginx', 'loopback-range'],
  limitMs: 300_000,
  run: (lab) => endHangingStep(lab, ''),
}
