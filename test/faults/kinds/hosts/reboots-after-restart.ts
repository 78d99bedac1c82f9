import { globSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { healNetwork, troubleNetwork } from '../../../helpers/net-faults'
import type { Fault } from '../../fault'
import { expectUnharmed } from '../../stage/expect-unharmed'
import { openNetStage } from '../../stage/net-stage'

export const fault: Fault = {
  id: 'hosts.reboots-after-restart',
  title: 'a host reboots when its restart has just ended, before the console could read how',
  needs: ['sshd', 'nginx', 'netns', 'iptables'],
  limitMs: 300_000,
  run: async (lab) => {
    const { stage, host } = await openNetStage(lab, { strategy: { batches: [1] } })
    const { namespace, home } = host('web-02')
    stage.fleet.slowStep('web-02', 'restart', 2)
    const run = stage.begin()
    await stage.untilStep('web-02', 'restart')
    // from here on the console hears nothing
    troubleNetwork(namespace, { kind: 'drop' })
    const runs = join(home, '.lastmile/runs')
    const hasEnded = () => globSync('*/shop/web-02/restart.1/exit', { cwd: runs }).length > 0
    await lab.until('the restart has left its exit code', hasEnded)
    await host('web-02').powerOff()
    await delay(1_000)
    await host('web-02').powerOn()
    healNetwork(namespace)
    const checked = await expectUnharmed(stage, run)
    return { times: 1, outcome: 'It was found that the step had ended well; it did not run twice.', checked }
  },
}
