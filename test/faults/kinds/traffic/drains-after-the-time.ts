import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Fault } from '../../fault'
import type { Lab } from '../../lab'
import type { Stage } from '../../stage/stage'
import { expectBrakedBy, expectWayOn, openTrafficStage } from '../../stage/traffic-stage'

/** Both tries of the drain, 4 s each, on a machine that is busy with other kinds. */
const undoneWithinMs = 60_000

export const fault: Fault = {
  id: 'traffic.drains-after-the-time',
  title: 'an order to drain takes effect only after its time is over: while it is undone, and after that',
  needs: ['sshd', 'nginx', 'loopback-range'],
  limitMs: 400_000,
  run: async (lab) => {
    await whileItIsUndone(lab)
    const checked = await afterItWasUndone(lab)
    return {
      times: 2,
      outcome:
        'Late, but before it was undone: the host was put back. Later still: nobody else was out, so the floor was held, and the retry put it back.',
      checked,
    }
  },
}

async function whileItIsUndone(lab: Lab): Promise<void> {
  const stage = await openTrafficStage(lab)
  stage.fleet.slowStep('web-02', 'admit', 2)
  const braked = expectFailedDrain(stage)
  await Promise.race([braked, stage.untilStep('web-02', 'admit', undoneWithinMs)])
  carryOut(stage)
  await braked
  if (!stage.fleet.isServing('web-02')) throw new Error('web-02 was not put back')
  await stage.assertTruth()
  await expectWayOn(stage, 'queued')
}

/** No console can know of it beforehand: what holds is that it brakes, so that nobody else is out at that time. */
async function afterItWasUndone(lab: Lab): Promise<readonly string[]> {
  const stage = await openTrafficStage(lab)
  await expectFailedDrain(stage)
  carryOut(stage)
  const out = stage.fleet.names.filter((name) => !stage.fleet.isServing(name))
  if (out.join() !== 'web-02') throw new Error(`out of traffic: ${out.join(', ')}`)
  return expectWayOn(stage, 'queued')
}

/** The balancer takes the order, nothing happens within the time, and the host is put back. */
async function expectFailedDrain(stage: Stage): Promise<void> {
  await expectBrakedBy(stage, 'queued', {
    cause: 'budget',
    says: /web-02 \(drain\) failed/,
    host: { state: 'failed', isServing: true, debts: 0 },
  })
}

/** What the balancer was told long ago. */
const carryOut = ({ fleet }: Stage): void => rmSync(join(fleet.dir, 'traffic/web-02'), { force: true })
