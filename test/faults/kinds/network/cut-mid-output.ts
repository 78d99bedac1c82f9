import type { Fault } from '../../fault'
import { cutMidOutput } from '../../network/cut-mid-output'

export const fault: Fault = {
  id: 'network.cut-mid-output',
  title: 'connections are cut again and again while a step prints',
  needs: ['sshd', 'nginx', 'netns', 'iptables'],
  limitMs: 300_000,
  isShort: true,
  run: (lab) => cutMidOutput(lab, 'openssh'),
}
