import type { Fault } from '../../fault'

export const fault: Fault = {
  id: 'console.sigterm-mid-batch',
  title: 'the console is asked to end in the middle of a batch',
  needs: ['sshd', 'nginx', 'loopback-range'],
  run: async (lab) => {
    const stage = await lab.stage({ hosts: 5 })
    stage.fleet.slowStep('web-02', 'restart', 1)
    const run = stage.begin()
    await stage.untilStep('web-02', 'restart')
    run.child.kill('SIGTERM')
    const { exitCode, stdout } = await run.ended
    if (exitCode !== 3) throw new Error(`it ended with ${exitCode}, not with 3: ${stdout.slice(-500)}`)
    const left = await stage.show()
    if (left.result !== undefined) throw new Error(`the rollout is ${left.state}; it should wait to be resumed`)
    const { result } = await stage.toTheEnd()
    if (result !== 'succeeded') throw new Error(`it ended as ${result}`)
    return {
      times: 1,
      outcome: 'It let go with exit code 3; the step went on, was found again, and the rollout succeeded.',
      checked: await stage.assertTruth(),
    }
  },
}
