import type { Fault } from '../../fault'
import { endHangingStep } from '../../hosts/end-hanging-step'

export const fault: Fault = {
  id: 'hosts.ignores-term',
  title: 'a step hangs, and it and its children ignore TERM',
  needs: ['sshd', 'nginx', 'loopback-range'],
  limitMs: 300_000,
  run: (lab) => endHangingStep(lab, 'trap "" TERM;'),
}
