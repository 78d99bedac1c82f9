import type { Fault } from '../../fault'
import { expectAllBack, expectBrake, openTrafficStage, timesBegun } from '../../traffic/traffic-stage'

export const fault: Fault = {
  id: 'traffic.no-answer',
  title: 'the traffic layer does not answer any more when a batch is to be taken out',
  needs: ['sshd', 'nginx', 'loopback-range'],
  run: async (lab) => {
    const { stage, trouble } = await openTrafficStage(lab, ({ dir, file }) => ({
      traffic: { serving: `if [ -e ${file} ]; then sleep 60; fi; ls ${dir}/traffic`, timeout: '2s', retries: 0 },
    }))
    const { fleet, program } = stage
    fleet.slowStep('web-01', 'unmute', 0.5)
    const run = stage.begin()
    await stage.untilStep('web-01', 'unmute')
    trouble.begin()
    const { exitCode } = await run.ended
    const { state } = await stage.show()
    if (exitCode !== 3 || state !== 'waiting')
      throw new Error(`before the batch it is ${state} (exit code ${exitCode})`)
    trouble.end()
    fleet.slowStep('web-02', 'mute', 1)
    const resumed = program.start(['resume', 'latest', '--yes', '--json'])
    await stage.untilStep('web-02', 'mute')
    trouble.begin()
    const view = await expectBrake(stage, resumed, { cause: 'traffic', says: /answer/ })
    for (const host of ['web-02', 'web-03', 'web-04']) {
      if (timesBegun(stage, host, 'drain') > 0) throw new Error(`${host} was taken out all the same`)
    }
    expectAllBack(stage, view)
    trouble.end()
    const { result } = await stage.toTheEnd()
    if (result !== 'succeeded') throw new Error(`mended, it ended as ${result}`)
    return {
      times: 2,
      outcome:
        'The gate stayed shut; in the batch it braked, and no host was taken out on a guess. Mended and resumed, it succeeded.',
      checked: [...(await stage.assertTruth()), 'halts without an answer'],
    }
  },
}
