import type { Fault } from '../../fault'
import { restartDaemons } from '../../network/restart-daemons'

export const fault: Fault = {
  id: 'network.dropbear-restarted',
  title: 'the same as sshd-restarted, with Dropbear on the hosts',
  needs: ['sshd', 'nginx', 'dropbear', 'dropbearkey', 'netns', 'iptables'],
  limitMs: 300_000,
  run: (lab) => restartDaemons(lab, 'dropbear'),
}
