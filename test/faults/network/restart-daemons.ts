import type { FaultReport } from '../fault'
import type { Lab } from '../lab'
import { expectUnharmed } from '../stage/expect-unharmed'
import { openNetStage } from '../stage/net-stage'

const interrupted = ['drain', 'restart', 'admit'] as const

/** End the ssh daemon of a host and its sessions in the middle of steps, and start it again. */
export async function restartDaemons(lab: Lab, server: 'openssh' | 'dropbear'): Promise<FaultReport> {
  const { stage, host } = await openNetStage(lab, { server, strategy: { batches: [1] } })
  for (const step of interrupted) stage.fleet.slowStep('web-02', step, 1)
  const run = stage.begin()
  for (const step of interrupted) {
    await stage.untilStep('web-02', step)
    await host('web-02').restartDaemon()
  }
  const checked = await expectUnharmed(stage, run)
  return { times: interrupted.length, outcome: 'The steps ran on and were found again; nothing failed.', checked }
}
