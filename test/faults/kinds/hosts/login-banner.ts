import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Fault } from '../../fault'
import { expectUnharmed } from '../../stage/expect-unharmed'
import { openNetStage } from '../../stage/net-stage'

/** What people put into login files: greetings without an end of line, colours, errors, and a lot of it. */
const chatter = `printf '\\033[1mWelcome to %s!\\033[0m\\n' "$(hostname)"
i=0; while [ $i -lt 500 ]; do echo "notice $i: this system is monitored"; i=$((i+1)); done
echo "a word on stderr" >&2
no-such-program-here
printf 'no end of line'
`

export const fault: Fault = {
  id: 'hosts.login-banner',
  title: 'login shells and sshd print banners',
  needs: ['sshd', 'nginx', 'netns', 'iptables'],
  limitMs: 300_000,
  run: async (lab) => {
    // any file with some lines will do as a banner
    const hostSshd = ['Banner /etc/os-release', 'PrintMotd yes', 'PrintLastLog yes']
    const { stage, net } = await openNetStage(lab, { hostSshd, strategy: { batches: [1] } })
    for (const { home } of net.hosts) {
      for (const file of ['.bashrc', '.profile', '.bash_profile']) writeFileSync(join(home, file), chatter)
    }
    const checked = await expectUnharmed(stage, stage.begin())
    return {
      times: net.hosts.length,
      outcome: 'What the shells printed was told from the answers; nothing failed.',
      checked,
    }
  },
}
