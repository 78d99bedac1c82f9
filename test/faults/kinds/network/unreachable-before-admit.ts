import { setTimeout as delay } from 'node:timers/promises'
import { healNetwork, troubleNetwork } from '../../../helpers/net-faults'
import type { Fault } from '../../fault'
import type { Lab } from '../../lab'
import { expectBraked } from '../../stage/expect-braked'
import { openNetStage, untilHostHears, victim } from '../../stage/net-stage'
import type { Stage } from '../../stage/stage'
import { nextVersion } from '../../stage/stage-fleet'

/** Time to take the host away before its admit is tried a second time. */
const backoff = '8s'
/** A host whose connections are idle hears of their end by itself only so. */
const hostSshd = ['ClientAliveInterval 2', 'ClientAliveCountMax 2']

export const fault: Fault = {
  id: 'network.unreachable-before-admit',
  title: 'a host that was restarted goes away for a while before it is back in traffic: in its verify, and after it',
  needs: ['sshd', 'nginx', 'netns', 'iptables'],
  // the console looks for a verify that runs until its time and another minute are over
  limitMs: 500_000,
  run: async (lab) => {
    const checked = [...(await lostInVerify(lab)), ...(await lostAfterVerify(lab))]
    return {
      times: 2,
      outcome:
        'The host stayed out, muted and owed; a retry verified it before it served, and did not restart it again where it was verified already.',
      checked: [...new Set([...checked, 'verified before it serves'])],
    }
  },
}

/** Whether the new version is well is not known, so it must be verified again. */
async function lostInVerify(lab: Lab): Promise<readonly string[]> {
  const { stage, host } = await openNetStage(lab, {
    strategy: { batches: [1] },
    hostSshd,
    lifecycle: (dir) => ({ verify: { run: `. ${dir}/look.sh; sleep 2`, timeout: '5s' } }),
  })
  const run = stage.begin()
  await stage.untilStep(victim, 'verify', 90_000)
  const { namespace } = host(victim)
  troubleNetwork(namespace, { kind: 'reset' })
  await delay(300)
  troubleNetwork(namespace, { kind: 'unreachable' })
  const says = [/its outcome is not known/, /retry when it can be reached/]
  await expectBraked(stage, run, { host: victim, step: 'verify', code: 'remote.outcome-unknown', says })
  expectLeftOut(stage)
  healNetwork(namespace)
  const looksBefore = listVerifies(stage).length
  const checked = await expectRetried(stage)
  if (listVerifies(stage).length === looksBefore) throw new Error(`${victim} serves and was not verified again`)
  return checked
}

/** The new version is known to be well: what is left is to put the host back. */
async function lostAfterVerify(lab: Lab): Promise<readonly string[]> {
  const { stage, host } = await openNetStage(lab, {
    strategy: { batches: [1] },
    hostSshd,
    lifecycle: () => ({ admit: { retries: 1, backoff } }),
  })
  stage.fleet.breakStep(victim, 'admit')
  const run = stage.begin()
  await stage.untilStep(victim, 'admit', 90_000)
  // its first try is over, and the second has not begun
  await delay(1_000)
  stage.fleet.mendStep(victim, 'admit')
  const { namespace } = host(victim)
  troubleNetwork(namespace, { kind: 'reset' })
  await delay(300)
  troubleNetwork(namespace, { kind: 'unreachable' })
  const says = [/no route to 198\.18\./, /Check the network/]
  await expectBraked(stage, run, { host: victim, step: 'admit', code: 'ssh.unreachable', says })
  expectLeftOut(stage)
  healNetwork(namespace)
  const checked = await expectRetried(stage)
  const restarts = stage.fleet.effectsOf(victim).filter(({ step, word }) => step === 'restart' && word === 'begin')
  if (restarts.length !== 1) throw new Error(`${victim} was restarted ${restarts.length} times; only admit had failed`)
  return checked
}

/** It runs the new version, and nobody has put it back. */
function expectLeftOut({ fleet }: Stage): void {
  if (fleet.isServing(victim) || !fleet.isMuted(victim)) throw new Error(`${victim} must stay out and muted`)
  if (fleet.versionOf(victim) !== nextVersion) throw new Error(`${victim} runs ${fleet.versionOf(victim)}`)
}

/** One retry must lead to the end. */
async function expectRetried(stage: Stage): Promise<readonly string[]> {
  await stage.program.expect([0], ['retry', 'latest', '--yes', '--json'])
  const { result } = await stage.toTheEnd()
  if (result !== 'succeeded') throw new Error(`it ended as ${result}`)
  if (!stage.fleet.isServing(victim) || stage.fleet.isMuted(victim)) throw new Error(`${victim} was not put back`)
  await untilHostHears(stage)
  return stage.assertTruth()
}

const listVerifies = ({ fleet }: Stage) => fleet.effectsOf(victim).filter(({ step }) => step === 'verify')
