import type { StepName } from '../../../../src/shared/domain/lifecycle'
import type { Fault } from '../../fault'
import { takeUp, untilEnded } from '../../sigkill/take-up'
import { holdRestarts } from '../../stage/hold-restart'

/** Each with what the next console must find. */
const interrupted: readonly { readonly step: StepName; readonly finding: 'finished' | 'running' }[] = [
  { step: 'drain', finding: 'finished' },
  { step: 'restart', finding: 'running' },
  { step: 'admit', finding: 'finished' },
]
const host = 'web-02'

/** The plainest fault of all: what `console.sigkill` does at random, at moments that are known. */
export const fault: Fault = {
  id: 'console.sigkill-at-step',
  title: 'the console is killed while a step runs on a host',
  needs: ['sshd', 'nginx', 'loopback-range'],
  limitMs: 240_000,
  run: async (lab) => {
    let checked: readonly string[] = []
    for (const { step, finding } of interrupted) {
      const options = { hosts: 3 }
      const stage = await lab.stage(options)
      const { hold, letGo } = await holdRestarts(stage, [host], options)
      stage.fleet.slowStep(host, step, 0.5)
      if (finding === 'running') hold()
      const run = stage.begin()
      await stage.untilStep(host, step)
      run.child.kill('SIGKILL')
      await run.ended
      if (finding === 'finished') await untilEnded(stage, { host, step })
      const [found] = await takeUp(stage, [{ host, step }], letGo)
      if (found !== finding) throw new Error(`${step} was found as ${found}, and was ${finding}`)
      checked = await stage.assertTruth()
      lab.say(`killed during ${step}: found ${found}, told, and ended right`)
    }
    return {
      times: interrupted.length,
      outcome: 'The step was found again; the verb, show and the journal say how, and the rollout succeeded.',
      checked: [...checked, 'recovery is told'],
    }
  },
}
