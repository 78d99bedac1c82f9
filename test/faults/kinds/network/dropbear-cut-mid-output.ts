import type { Fault } from '../../fault'
import { cutMidOutput } from '../../network/cut-mid-output'

export const fault: Fault = {
  id: 'network.dropbear-cut-mid-output',
  title: 'the same as cut-mid-output, with Dropbear on the hosts',
  needs: ['sshd', 'nginx', 'dropbear', 'dropbearkey', 'netns', 'iptables'],
  limitMs: 300_000,
  run: (lab) => cutMidOutput(lab, 'dropbear'),
}
