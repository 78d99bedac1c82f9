import type { Fault } from '../../fault'

export const fault: Fault = {
  id: 'console.terminal-closed',
  title: 'the terminal of the console is closed in mid-rollout (SIGHUP, and its output ends)',
  needs: ['sshd', 'nginx', 'loopback-range'],
  run: async (lab) => {
    const stage = await lab.stage({ hosts: 4 })
    stage.fleet.slowStep('web-02', 'drain', 1)
    const run = stage.begin()
    await stage.untilStep('web-02', 'drain')
    run.child.stdout?.destroy()
    run.child.stderr?.destroy()
    run.child.kill('SIGHUP')
    const { exitCode } = await run.ended
    if (exitCode !== 3) throw new Error(`it ended with ${exitCode}, not with 3`)
    const { result } = await stage.toTheEnd()
    if (result !== 'succeeded') throw new Error(`it ended as ${result}`)
    return {
      times: 1,
      outcome: 'It let go in order; the next console took the rollout up, and it succeeded.',
      checked: await stage.assertTruth(),
    }
  },
}
