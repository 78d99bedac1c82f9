import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Fault } from '../../fault'
import type { Lab } from '../../lab'
import type { Stage } from '../../stage/stage'
import { expectBrakedBy, expectStopAt, expectWayOn, openTrafficStage } from '../../stage/traffic-stage'

/** Both tries of the drain, 4 s each, on a machine that is busy with other kinds. */
const undoneWithinMs = 60_000

export const fault: Fault = {
  id: 'traffic.drains-after-the-time',
  title:
    'an order to drain takes effect only after its time is over: while it is undone, after that, and beside the next batch',
  needs: ['sshd', 'nginx', 'loopback-range'],
  limitMs: 400_000,
  run: async (lab) => {
    await whileItIsUndone(lab)
    await afterItWasUndone(lab)
    const checked = await besideTheNextBatch(lab)
    return {
      times: 3,
      outcome:
        'Late, but before it was undone: the host was put back. Later still: the host had counted as out, so the floor was held, and the retry put it back.',
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
async function afterItWasUndone(lab: Lab): Promise<void> {
  const stage = await openTrafficStage(lab)
  await expectFailedDrain(stage)
  carryOut(stage)
  const out = stage.fleet.names.filter((name) => !stage.fleet.isServing(name))
  if (out.join() !== 'web-02') throw new Error(`out of traffic: ${out.join(', ')}`)
  await expectWayOn(stage, 'queued')
}

/**
 * Where a failure may be gone on from, nobody is taken out on the strength of a host that may yet go: the gate says so, and
 * where it is signed all the same, the floor is kept.
 */
async function besideTheNextBatch(lab: Lab): Promise<readonly string[]> {
  const strategy = { batches: [2], maxUnavailable: 2, stopWhenFailuresExceed: { batch: 1, rollout: 1 } }
  const stage = await openTrafficStage(lab, { strategy })
  const view = await expectStopAt(stage, 'queued')
  const floor = view.gates.flatMap((gate) => gate?.items ?? []).find(({ id, open }) => id === 'floor' && open)
  if (!/not counted: web-02/.test(floor?.check?.evidence ?? '')) throw new Error(`the gate says ${floor?.open}`)

  const nextBatch = ['web-04', 'web-05']
  // whoever is taken out is put back when the floor has stopped the other one
  for (const host of nextBatch) stage.fleet.slowStep(host, 'admit', 2)
  const isOneOut = () => nextBatch.some((host) => !stage.fleet.isServing(host))
  const waive = ['--waive', 'floor', '--reason', 'it will not come any more']
  await Promise.all([
    lab.until('a host of the next batch is out', isOneOut, undoneWithinMs).then(() => carryOut(stage)),
    stage.program.expect([3], ['sign', 'latest', '--yes', '--json', ...waive]),
  ])
  const { brake } = await stage.show()
  if (brake?.cause !== 'floor') throw new Error(`braked: ${brake?.reason}`)
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
