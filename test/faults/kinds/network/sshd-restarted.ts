import type { Fault } from '../../fault'
import { restartDaemons } from '../../network/restart-daemons'

export const fault: Fault = {
  id: 'network.sshd-restarted',
  title: 'sshd is restarted with all its sessions while steps run',
  needs: ['sshd', 'nginx', 'netns', 'iptables'],
  limitMs: 300_000,
  run: (lab) => restartDaemons(lab, 'openssh'),
}
