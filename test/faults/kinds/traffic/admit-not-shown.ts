import { writeFileSync } from 'node:fs'
import type { Fault } from '../../fault'
import { expectBrake, openTrafficStage, timesBegun } from '../../traffic/traffic-stage'

export const fault: Fault = {
  id: 'traffic.admit-not-shown',
  title: 'the traffic layer refuses to take a host back in',
  needs: ['sshd', 'nginx', 'loopback-range'],
  run: async (lab) => {
    const { stage, trouble } = await openTrafficStage(lab, ({ dir, file }) => ({
      lifecycle: {
        admit: {
          run: `. ${dir}/step.sh; if [ "$(cat ${file} 2>/dev/null)" != "$LASTMILE_HOST_NAME" ]; then touch ${dir}/traffic/"$LASTMILE_HOST_NAME"; fi`,
          timeout: '2s',
          retries: 1,
        },
      },
    }))
    writeFileSync(trouble.file, 'web-02')
    const run = stage.begin()
    const view = await expectBrake(stage, run, { cause: 'traffic', says: /effect|show/i })
    if (stage.fleet.isServing('web-02') || !stage.fleet.isMuted('web-02')) throw new Error('web-02 is half-served')
    const owed = view.debts.filter(({ host, settledAtMs }) => host === 'web-02' && settledAtMs === undefined)
    if (owed.length !== 2) throw new Error(`web-02 has ${owed.length} open debts, not 2`)
    trouble.end()
    const { result } = await stage.toTheEnd()
    if (result !== 'succeeded') throw new Error(`mended, it ended as ${result}`)
    if (timesBegun(stage, 'web-02', 'restart') !== 1) throw new Error('web-02 was restarted once more')
    return {
      times: 1,
      outcome:
        'It stayed out and muted, with both debts open; a retry did only that step again, and the rollout succeeded.',
      checked: [...(await stage.assertTruth()), 'only admit is retried'],
    }
  },
}
