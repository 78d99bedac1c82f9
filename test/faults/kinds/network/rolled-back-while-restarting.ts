import { setTimeout as delay } from 'node:timers/promises'
import { healNetwork, troubleNetwork } from '../../../helpers/net-faults'
import type { Fault } from '../../fault'
import { expectBraked } from '../../stage/expect-braked'
import { openNetStage, untilHostHears, victim } from '../../stage/net-stage'
import type { Stage } from '../../stage/stage'
import { firstVersion } from '../../stage/stage-fleet'

/** Longer than the console looks for it, which is until the time of the step and another minute are over. */
const restartSeconds = 110

export const fault: Fault = {
  id: 'network.rolled-back-while-restarting',
  title: 'contact with a host is lost for good while it restarts; it is rolled back with that restart still under way',
  needs: ['sshd', 'nginx', 'netns', 'iptables'],
  limitMs: 400_000,
  run: async (lab) => {
    const { stage, host } = await openNetStage(lab, {
      strategy: { batches: [1] },
      lifecycle: () => ({ restart: { timeout: '5s' } }),
    })
    stage.fleet.slowStep(victim, 'restart', restartSeconds)
    const run = stage.begin()
    await stage.untilStep(victim, 'restart')
    const wouldEndAtMs = Date.now() + restartSeconds * 1_000
    troubleNetwork(host(victim).namespace, { kind: 'drop' })
    const says = [/its outcome is not known/] as const
    await expectBraked(stage, run, { host: victim, step: 'restart', code: 'remote.outcome-unknown', says })
    healNetwork(host(victim).namespace)
    const isUnderWay = Date.now() < wouldEndAtMs
    if (!isUnderWay) throw new Error('the restart had ended by itself before anybody rolled back')
    stage.fleet.slowStep(victim, 'restart', 0)
    await stage.program.expect([0], ['rollback', 'latest', '--reason', 'contact was lost', '--yes', '--json'])
    // until it would have ended, had nobody seen to it
    await delay(Math.max(0, wouldEndAtMs - Date.now()) + 3_000)
    expectNothingBeside(stage)
    if (stage.fleet.versionOf(victim) !== firstVersion)
      throw new Error(`${victim} runs ${stage.fleet.versionOf(victim)}`)
    await untilHostHears(stage)
    const checked = await stage.assertTruth()
    return {
      times: 1,
      outcome: 'The rollback saw the old restart to its end on that host before it began anything there.',
      checked: [...checked, 'nothing beside the old restart'],
    }
  },
}

/** Once the rollback had begun on the host, nothing of the release before it happened there any more. */
function expectNothingBeside({ fleet }: Stage): void {
  const rollouts = fleet.effectsOf(victim).map(({ rollout }) => rollout)
  const [first] = rollouts
  const began = rollouts.findIndex((rollout) => rollout !== first)
  if (began < 0) throw new Error('the rollback did nothing there')
  const beside = rollouts.slice(began).filter((rollout) => rollout === first)
  if (beside.length > 0)
    throw new Error(
      `the release went on beside its rollback: ${fleet
        .effectsOf(victim)
        .map((e) => `${e.rollout} ${e.step} ${e.word}`)
        .join(', ')}`,
    )
}
