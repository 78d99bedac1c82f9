import type { Fault } from '../../fault'

export const fault: Fault = {
  id: 'console.stdout-closed',
  title: 'whoever reads the output of the console goes away (EPIPE), as in `lastmile run … | head`',
  needs: ['sshd', 'nginx', 'loopback-range'],
  run: async (lab) => {
    const stage = await lab.stage({ hosts: 4 })
    stage.fleet.slowStep('web-02', 'restart', 1)
    const run = stage.begin()
    await stage.untilStep('web-02', 'restart')
    run.child.stdout?.destroy()
    const { exitCode, stderr } = await run.ended
    if (exitCode !== 0 && exitCode !== 3) throw new Error(`it ended with ${exitCode}: ${stderr.slice(-500)}`)
    const { result } = await stage.toTheEnd()
    if (result !== 'succeeded') throw new Error(`it ended as ${result}`)
    const went = exitCode === 0 ? 'It went on to the end without its reader' : 'It let go, was resumed'
    return { times: 1, outcome: `${went}, and the rollout succeeded.`, checked: await stage.assertTruth() }
  },
}
