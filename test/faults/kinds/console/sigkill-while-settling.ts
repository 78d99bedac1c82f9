import type { Fault } from '../../fault'
import { expectBraked } from '../../stage/expect-braked'
import { leaveHostOut, settleHost } from '../../stage/leave-host-out'
import type { Stage } from '../../stage/stage'

const name = 'web-02'

export const fault: Fault = {
  id: 'console.sigkill-while-settling',
  title: 'the console is killed while a debt is being settled and the host is on its way back into traffic',
  needs: ['sshd', 'nginx', 'loopback-range'],
  limitMs: 300_000,
  run: async (lab) => {
    const stage = await lab.stage({ hosts: 5, strategy: { batches: [1], maxUnavailable: 2 } })
    stage.fleet.breakStep(name, 'restart')
    const expected = { host: name, step: 'restart', code: 'step.exit-code', says: [] } as const
    await expectBraked(stage, stage.begin(), expected)
    await leaveHostOut(stage, name)
    stage.fleet.slowStep(name, 'admit', 5)
    const settling = stage.program.start(['debts', 'settle', name])
    await stage.untilStep(name, 'admit')
    settling.child.kill('SIGKILL')
    await settling.ended
    await expectTold(stage)
    const checked = await settleHost(stage, name)
    expectOneByOne(stage)
    return {
      times: 1,
      outcome:
        'The debt stayed open with the try in the journal; settled again, that try was seen to its end before another began.',
      checked: [...checked, 'one try at a time'],
    }
  },
}

async function expectTold({ program }: Stage): Promise<void> {
  const { stdout: owed } = await program.expect([0], ['debts'])
  if (!owed.includes(name)) throw new Error(`nobody says that ${name} is owed: ${owed}`)
  const { stdout: shown } = await program.expect([0], ['show', 'latest'])
  if (!/began to settle it on .*; how that ended is not known/.test(shown)) {
    throw new Error(`nobody says that somebody began to settle it: ${shown}`)
  }
}

function expectOneByOne({ fleet }: Stage): void {
  const words = fleet.effectsOf(name).flatMap(({ step, word }) => (step === 'admit' && word !== 'look' ? [word] : []))
  if (words.join(' ') !== 'begin done begin done') throw new Error(`admit on ${name} went: ${words.join(' ')}`)
}
