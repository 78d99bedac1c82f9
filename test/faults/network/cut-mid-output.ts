import { setTimeout as delay } from 'node:timers/promises'
import { healNetwork, troubleNetwork } from '../../helpers/net-faults'
import type { FaultReport } from '../fault'
import type { Lab } from '../lab'
import { expectUnharmed } from '../stage/expect-unharmed'
import { openNetStage } from '../stage/net-stage'

const cuts = 4
/** Some three seconds of output: the cuts fall somewhere in it. */
const talk =
  'i=0; while [ $LASTMILE_HOST_NAME = web-02 ] && [ $i -lt 300 ]; do echo "line $i of a long talk"; i=$((i+1)); sleep 0.01; done'

/** Cut the connections of a host again and again while its restart prints: each byte must be there once in the end. */
export async function cutMidOutput(lab: Lab, server: 'openssh' | 'dropbear'): Promise<FaultReport> {
  const { stage, host } = await openNetStage(lab, {
    server,
    strategy: { batches: [1] },
    lifecycle: (dir) => ({ restart: { run: `. ${dir}/step.sh; ${talk}` } }),
  })
  const run = stage.begin()
  await stage.untilStep('web-02', 'restart')
  const { namespace } = host('web-02')
  for (let cut = 0; cut < cuts; cut += 1) {
    await delay(lab.random.between(50, 500))
    troubleNetwork(namespace, { kind: 'reset' })
    await delay(100)
    healNetwork(namespace)
  }
  const checked = await expectUnharmed(stage, run)
  return { times: cuts, outcome: 'The output was followed on at its place; every byte is in the log, once.', checked }
}
