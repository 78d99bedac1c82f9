import type { FaultReport } from '../fault'
import type { Lab } from '../lab'
import { expectBraked } from '../stage/expect-braked'
import { victim } from '../stage/net-stage'
import type { StageOptions } from '../stage/stage-spec'

const longerThanAnyTime = 3_600

/** Let `restart` hang, after `prelude`, until the console ends it; then mend it and go on. */
export async function endHangingStep(lab: Lab, prelude: string): Promise<FaultReport> {
  const options: StageOptions = {
    hosts: 3,
    strategy: { batches: [1] },
    hostKeys: (name) => ({ canary: name === victim }),
  }
  const stage = await lab.stage(options)
  const { fleet } = stage
  fleet.describe({ ...options, lifecycle: { restart: { run: `${prelude} . ${fleet.dir}/step.sh`, timeout: '1s' } } })
  await stage.apply()
  fleet.slowStep('web-02', 'restart', longerThanAnyTime)
  const says = [/restart was ended after 1 s/, /last output: restart of 1\.1\.0 on web-02/, /restart\.timeout/]
  await expectBraked(stage, stage.begin(), { host: 'web-02', step: 'restart', code: 'step.timed-out', says })
  if (fleet.isServing('web-02') || !fleet.isMuted('web-02')) throw new Error('web-02 must stay out and muted')
  // what hung is gone, as "no process left" says
  const atBrake = await stage.assertTruth()
  fleet.slowStep('web-02', 'restart', 0)
  const { result } = await stage.toTheEnd()
  if (result !== 'succeeded') throw new Error(`it ended as ${result}`)
  const checked = await stage.assertTruth()
  return {
    times: 1,
    outcome: 'It was ended with its children; the host stayed out and muted until a retry.',
    checked: [...new Set([...atBrake, ...checked])],
  }
}
