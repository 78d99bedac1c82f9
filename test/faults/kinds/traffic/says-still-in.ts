import { writeFileSync } from 'node:fs'
import type { Fault } from '../../fault'
import { expectAllBack, expectBrake, openTrafficStage, timesBegun } from '../../traffic/traffic-stage'

export const fault: Fault = {
  id: 'traffic.says-still-in',
  title: 'the traffic layer goes on to show a host as serving after it was told to take it out',
  needs: ['sshd', 'nginx', 'loopback-range'],
  run: async (lab) => {
    const { stage, trouble } = await openTrafficStage(lab, ({ dir, file }) => ({
      lifecycle: {
        drain: {
          check: `test ! -e ${dir}/traffic/"$LASTMILE_HOST_NAME" && test "$(cat ${file} 2>/dev/null)" != "$LASTMILE_HOST_NAME"`,
          timeout: '2s',
          retries: 1,
        },
      },
    }))
    writeFileSync(trouble.file, 'web-02')
    const run = stage.begin()
    const view = await expectBrake(stage, run, { cause: 'budget', says: /effect|show/i })
    if (timesBegun(stage, 'web-02', 'restart') > 0)
      throw new Error('web-02 was restarted while it was shown as serving')
    expectAllBack(stage, view)
    trouble.end()
    const { result } = await stage.toTheEnd()
    if (result !== 'succeeded') throw new Error(`mended, it ended as ${result}`)
    return {
      times: 1,
      outcome: 'The host was not restarted; it was put back and unmuted. Mended and retried, the rollout succeeded.',
      checked: [...(await stage.assertTruth()), 'never restarts what is shown serving'],
    }
  },
}
