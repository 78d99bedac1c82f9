import type { Fault } from '../../fault'
import type { StepName } from '../../../../src/shared/domain/lifecycle'

const interrupted = ['drain', 'restart', 'admit'] as const satisfies readonly StepName[]

/** The plainest fault of all: what `console.sigkill` does at random, at moments that are known. */
export const fault: Fault = {
  id: 'console.sigkill-at-step',
  title: 'the console is killed while a step runs on a host',
  needs: ['sshd', 'nginx', 'loopback-range'],
  run: async (lab) => {
    let checked: readonly string[] = []
    for (const step of interrupted) {
      const stage = await lab.stage({ hosts: 3 })
      stage.fleet.slowStep('web-02', step, 0.5)
      const run = stage.begin()
      await stage.untilStep('web-02', step)
      run.child.kill('SIGKILL')
      await run.ended
      const { result } = await stage.toTheEnd()
      if (result !== 'succeeded') throw new Error(`killed during ${step}, it ended as ${result}`)
      checked = await stage.assertTruth()
      lab.say(`killed during ${step}: ended right`)
    }
    return {
      times: interrupted.length,
      outcome: 'The step was found again, and the rollout succeeded.',
      checked,
    }
  },
}
