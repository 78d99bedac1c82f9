import { describe, expect, it } from 'vitest'
import type { RolloutBook } from '../../../../src/main/ports/rollouts'
import { CatchUp } from '../../../../src/main/rollout/catch-up'
import type { RunHandle } from '../../../../src/main/rollout/runner'
import { asHostName, asRolloutId } from '../../../../src/shared/domain/ids'
import type { RolloutCommand } from '../../../../src/shared/domain/rollout-command'
import type { RolloutEffect } from '../../../../src/shared/domain/rollout-effects'
import { FakeClock } from '../../../helpers/fake-clock'
import { FakeFleet } from '../../../helpers/fake-fleet'
import { settingsFixture } from '../../../helpers/rollout-fixture'
import { RolloutSimulation } from '../../../helpers/rollout-simulation'
import { allSteps } from '../../../helpers/rollout-steps'

const web = asHostName('web-01')
const book: Pick<RolloutBook, 'findByPrefix' | 'list'> = {
  list: () => [],
  findByPrefix: (id) => (id === 'known' ? [asRolloutId('known')] : []),
}

/** The first steps of a rollout, a performer that only counts, and a fleet that answers with `memory`. */
function caughtUp(memory: string, isBehind = true) {
  const settings = settingsFixture({ batches: [1], lifecycle: allSteps })
  const simulation = new RolloutSimulation(settings)
  const fleet = new FakeFleet(settings.hosts.map(({ name }) => name))
  const asked: string[] = []
  fleet.answer = ({ script }) => {
    asked.push(script)
    return { exitCode: 0, stdout: memory, stderr: '' }
  }
  const performed: RolloutEffect[] = []
  const told: RolloutCommand[] = []
  const run: RunHandle = {
    state: () => simulation.state,
    tell: (command) => Promise.resolve(told.push(command)).then(() => simulation.state),
    isRecovered: false,
    signal: new AbortController().signal,
  }
  const joined: boolean[] = []
  const performInner = (effect: RolloutEffect, { isRecovered }: RunHandle) => {
    performed.push(effect)
    joined.push(isRecovered)
    return Promise.resolve()
  }
  const inner = { perform: performInner }
  const subject = new CatchUp(inner, { shell: fleet, clock: new FakeClock(), book, isBehind: () => isBehind })
  const perform = () => subject.perform({ kind: 'run-step', key: 'k', ...step }, run)
  return { fleet, asked, performed, joined, told, perform }
}
const step = { host: web, step: 'precheck', attempt: 1, purpose: 'forward' } as const

describe('CatchUp', () => {
  it('lets steps of a host be joined that only went on, and asks it once', async () => {
    const { asked, performed, joined, told, perform } = caughtUp(
      'own precheck.1\nown fetch.1\nown mute.1\nother known\n',
    )
    await perform()
    await perform()
    expect(performed).toHaveLength(2)
    expect(joined).toEqual([true, true])
    expect(told).toEqual([])
    expect(new Set(asked).size).toBe(asked.length)
  })

  it('runs nothing on a host that was put back, brakes and says what to do', async () => {
    const { performed, told, perform } = caughtUp('own precheck.1\nown drain.1\nown admit.1\n')
    await perform()
    expect(performed).toEqual([])
    expect(told).toMatchObject([
      {
        kind: 'brake',
        cause: 'console',
        reason: expect.stringMatching(/web-01 was put back since.*Exclude the host, or revoke/),
      },
      { kind: 'step-result', host: web, result: { code: 'step.journal-behind', isFinal: true } },
    ])
  })

  it('runs nothing on a host that a rollout changed which the journal does not know', async () => {
    const { performed, told, perform } = caughtUp('other known\nother k3jx\n')
    await perform()
    expect(performed).toEqual([])
    expect(told.at(-1)).toMatchObject({ result: { reason: expect.stringContaining('k3jx') } })
  })

  it('begins nothing while the host cannot be asked, and asks again with the next try', async () => {
    const { fleet, performed, joined, told, perform } = caughtUp('')
    fleet.unreachable.set('web-01', 'refused')
    await perform()
    expect(performed).toEqual([])
    expect(told).toMatchObject([{ kind: 'step-result', result: { code: 'ssh.connect-refused', isFinal: false } }])
    fleet.unreachable.clear()
    await perform()
    expect(performed).toHaveLength(1)
    expect(joined).toEqual([false])
  })

  it('asks nobody where the journal is as it was left', async () => {
    const { asked, performed, perform } = caughtUp('own drain.1\nown admit.1\n', false)
    await perform()
    expect(asked).toEqual([])
    expect(performed).toHaveLength(1)
  })
})
