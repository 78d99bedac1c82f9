import type { Fault } from '../../fault'
import type { Lab } from '../../lab'
import { expectBraked } from '../../stage/expect-braked'
import { leaveHostOut, settleHost } from '../../stage/leave-host-out'
import type { Stage } from '../../stage/stage'
import { nextVersion } from '../../stage/stage-fleet'

const name = 'web-02'
const slowSeconds = 5

export const fault: Fault = {
  id: 'console.sigkill-while-settling',
  title: 'the console is killed while a debt is being settled and the host is on its way back into traffic',
  needs: ['sshd', 'nginx', 'loopback-range'],
  limitMs: 300_000,
  run: async (lab) => {
    const checked = [...(await settleAgain(lab)), ...(await retryInstead(lab)), ...(await takeUp(lab))]
    return {
      times: 3,
      outcome:
        'The debt stayed open with the try in the journal. Settled again, that try was seen to its end and counted; it ended before the host was tried again. A console that stays told so.',
      checked: [...new Set(checked)],
    }
  },
}

async function settleAgain(lab: Lab): Promise<readonly string[]> {
  const stage = await owing(lab)
  await leaveHostOut(stage, name)
  await killWhileSettling(stage)
  const checked = await settleHost(stage, name)
  // that try has given the host back, so there is no second one
  expectWords(stage, /^admit begin, admit done$/)
  await stage.close()
  return [...checked, 'no second try']
}

async function retryInstead(lab: Lab): Promise<readonly string[]> {
  const stage = await owing(lab)
  await killWhileSettling(stage)
  stage.fleet.mendStep(name, 'restart')
  const { result } = await stage.toTheEnd()
  if (result !== 'succeeded') throw new Error(`tried again, it ended as ${result}`)
  if (stage.fleet.versionOf(name) !== nextVersion) throw new Error(`${name} runs ${stage.fleet.versionOf(name)}`)
  // whatever the host does next comes after the end of that try
  expectWords(stage, /^admit begin, admit done, /)
  const checked = await stage.assertTruth()
  await stage.close()
  return [...checked, 'nothing beside the try']
}

async function takeUp(lab: Lab): Promise<readonly string[]> {
  const stage = await owing(lab)
  await leaveHostOut(stage, name)
  await killWhileSettling(stage)
  const serving = await stage.program.serve()
  const told = await serving.line(({ kind }) => kind === 'debt-settled')
  if (!JSON.stringify(told).includes('after the console that began it had ended')) {
    throw new Error(`of the try was told: ${JSON.stringify(told)}`)
  }
  serving.child.kill('SIGTERM')
  await serving.ended
  expectWords(stage, /^admit begin, admit done$/)
  const checked = await settleHost(stage, name)
  await stage.close()
  return [...checked, 'recovery told']
}

/** A rollout that is braked with the host muted and out of traffic. */
async function owing(lab: Lab): Promise<Stage> {
  const stage = await lab.stage({ hosts: 5, strategy: { batches: [1], maxUnavailable: 2 } })
  stage.fleet.breakStep(name, 'restart')
  await expectBraked(stage, stage.begin(), { host: name, step: 'restart', code: 'step.exit-code', says: [] })
  return stage
}

async function killWhileSettling(stage: Stage): Promise<void> {
  stage.fleet.slowStep(name, 'admit', slowSeconds)
  const settling = stage.program.start(['debts', 'settle', name])
  await stage.untilStep(name, 'admit')
  settling.child.kill('SIGKILL')
  await settling.ended
  stage.fleet.slowStep(name, 'admit', 0)
  const { stdout: owed } = await stage.program.expect([0], ['debts'])
  if (!owed.includes(name)) throw new Error(`nobody says that ${name} is owed: ${owed}`)
  const { stdout: shown } = await stage.program.expect([0], ['show', 'latest'])
  if (!/began to settle it on .*; how that ended is not known/.test(shown)) {
    throw new Error(`nobody says that somebody began to settle it: ${shown}`)
  }
}

/** What happened on the host from the first admit on. */
function expectWords({ fleet }: Stage, expected: RegExp): void {
  const effects = fleet.effectsOf(name).filter(({ word }) => word !== 'look')
  const from = effects.findIndex(({ step }) => step === 'admit')
  const words = effects.slice(from).flatMap(({ step, word }) => (step === 'unmute' ? [] : [`${step} ${word}`]))
  if (!expected.test(words.join(', '))) throw new Error(`on ${name} happened: ${words.join(', ')}`)
}
