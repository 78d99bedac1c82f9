import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Fault } from '../../fault'
import type { Stage } from '../../stage/stage'
import type { StageOptions } from '../../stage/stage-spec'

export const fault: Fault = {
  id: 'traffic.monitoring-does-not-answer',
  title: 'the monitoring answers neither to mute nor to unmute: where that blocks, and where it is only noted',
  needs: ['sshd', 'nginx', 'loopback-range'],
  limitMs: 300_000,
  run: async (lab) => {
    const stage = await lab.stage({ hosts: 5 })
    const file = join(stage.fleet.dir, 'monitoring.silent')
    await describe(stage, 'blocking')
    writeFileSync(file, '')
    await stage.program.expect([3], ['run', 'shop', '1.1.0', '--env', 'production', '--yes', '--json'])
    const view = await stage.show()
    const [failure] = view.failures
    if (failure?.host !== 'web-01' || failure.step !== 'mute') throw new Error(`not braked at mute: ${view.position}`)
    if (!stage.fleet.isServing('web-01')) throw new Error('web-01 was taken out though it could not be muted')
    rmSync(file)
    const { result } = await stage.toTheEnd()
    if (result !== 'succeeded') throw new Error(`with the monitoring back it ended as ${result}`)
    const blocking = await stage.assertTruth()

    stage.fleet.publish('1.2.0')
    await describe(stage, 'advisory')
    writeFileSync(file, '')
    await stage.program.expect([0], ['run', 'shop', '1.2.0', '--env', 'production', '--yes', '--json'])
    const owed = await stage.show()
    if (owed.openDebts !== 5)
      throw new Error(`${owed.openDebts} debts are in sight, and five silences are not known to be over`)
    await stage.program.expect([1], ['debts', 'settle', '--all'])
    rmSync(file)
    await stage.program.expect([0], ['debts', 'settle', '--all'])
    const { stdout } = await stage.program.expect([0], ['debts', '--json'])
    if (stdout.trim() !== '[]') throw new Error(`still owed after they were settled: ${stdout}`)
    return {
      times: 2,
      outcome:
        'Blocking: the host was not touched, and a retry led to the end. Advisory: it went on, and every debt stayed in sight until it was settled.',
      checked: [...blocking, 'debts settled'],
    }
  },
}

/** Let mute and unmute fail while the monitoring is silent. */
async function describe(stage: Stage, onFailure: 'blocking' | 'advisory'): Promise<void> {
  const { dir } = stage.fleet
  const silence = `${dir}/silences/"$LASTMILE_HOST_NAME"`
  const isSilent = `. ${dir}/step.sh; if [ -e ${dir}/monitoring.silent ]; then echo "the monitoring does not answer" >&2; exit 7; fi`
  const lifecycle: StageOptions['lifecycle'] = {
    mute: { run: `${isSilent}; touch ${silence}`, onFailure, retries: 1 },
    unmute: { run: `${isSilent}; rm -f ${silence}`, retries: 1 },
  }
  stage.fleet.describe({ hosts: 5, lifecycle })
  await stage.apply()
}
