import { describe, expect, it } from 'vitest'
import { main } from '../../../../src/main/cli/main'
import { FakeCli, FakeQuestions, type Answer } from '../../../helpers/fake-cli'
import { FakeConsole } from '../../../helpers/fake-console'
import { settingsFixture } from '../../../helpers/rollout-fixture'

const tick = { kind: 'tick', id: 'on-call', ask: 'On-call informed', why: 'INC-2031' }
const ticket = { kind: 'value', id: 'ticket', ask: 'Ticket', pattern: '^CHG-' }
const failingCheck = { kind: 'command', id: 'errors', ask: 'Few errors', run: 'false' }
type Script = [question: string, answer: Answer][]

/** A person runs a release of one batch of two hosts at a terminal, and answers as the script says. */
async function atTerminal(script: Script, beforeLaunch: object[], strategy: object = {}, parts: object = {}) {
  const settings = settingsFixture({ batches: [2], gates: { beforeLaunch }, strategy })
  const console = new FakeConsole({ settings, ...parts })
  const questions = new FakeQuestions(script)
  const cli = new FakeCli({ client: console, isInteractive: true, questions })
  const exitCode = await main(['run', 'shop', '1.1.0', '--env', 'production'], cli)
  return { exitCode, console, cli, asked: questions.asked }
}

describe('askAtGate', () => {
  it('asks for ticks and values, and signs', async () => {
    const { exitCode, console, cli } = await atTerminal(
      [
        ['On-call informed?', true],
        ['Ticket:', 'CHG-7'],
        ['What now?', 'Sign off and launch'],
        ['What now?', 'Sign off and start batch 1 — 2 hosts, leaves 0 serving, floor 0'],
      ],
      [tick, ticket],
    )
    expect(exitCode).toBe(0)
    expect(console.simulation.state.gates).toMatchObject({
      'before-launch': { answers: { 'on-call': { answer: true, by: 'ann' }, ticket: { answer: 'CHG-7' } } },
    })
    expect(cli.stdout.text).toContain('      why: INC-2031')
    expect(cli.stdout.text).toContain('Rollout r1 succeeded')
  })

  it('leaves the gate shut when the person does not want to', async () => {
    const { exitCode, cli } = await atTerminal([['What now?', 'Not now']], [])
    expect(exitCode).toBe(3)
    expect(cli.stdout.text).toContain('Rollout r1 waits at the gate before launch.')
  })

  it('leaves the gate shut at Ctrl-C', async () => {
    expect((await atTerminal([['On-call informed?', undefined]], [tick])).exitCode).toBe(3)
  })

  it('offers to answer a tick that was not made', async () => {
    const { exitCode } = await atTerminal(
      [
        ['On-call informed?', false],
        ['What now?', 'Answer "On-call informed"'],
        ['On-call informed?', true],
        ['What now?', 'Sign off'],
        ['What now?', 'Sign off'],
      ],
      [tick],
    )
    expect(exitCode).toBe(0)
  })

  it('waives a check that does not hold, with a reason', async () => {
    const { exitCode, console } = await atTerminal(
      [
        ['What now?', 'Check again and sign off'],
        ['What now?', 'Waive "Few errors"'],
        ['Why may the gate open', 'known noise'],
        ['What now?', 'Sign off'],
        ['What now?', 'Sign off'],
      ],
      [failingCheck],
    )
    expect(exitCode).toBe(0)
    expect(console.simulation.state.gates).toMatchObject({
      'before-launch': { waivers: { errors: { reason: 'known noise' } } },
    })
  })

  it('does not offer to waive what this person may not waive', async () => {
    const forOthers = { ...failingCheck, waivableBy: ['kim'] }
    await expect(atTerminal([['What now?', 'Waive']], [forOthers])).resolves.toMatchObject({ exitCode: 1 })
  })

  it('does not ask the starter when somebody else must sign', async () => {
    const { exitCode, asked, cli } = await atTerminal([], [tick], { signOff: { approvers: 1, notBy: 'starter' } })
    expect([exitCode, asked]).toEqual([3, []])
    expect(cli.stdout.text).toContain('ann started this rollout')
  })

  it('stops when another sign-off is needed', async () => {
    const { exitCode, cli } = await atTerminal([['What now?', 'Sign off']], [], { signOff: { approvers: 2 } })
    expect(exitCode).toBe(3)
    expect(cli.stdout.text).toContain('1 more sign-off is needed from someone else')
  })

  it('revokes with a reason', async () => {
    const { exitCode } = await atTerminal(
      [
        ['What now?', 'Revoke'],
        ['Why is it revoked?', 'superseded'],
      ],
      [],
    )
    expect(exitCode).toBe(4)
  })

  it('comes back to the question when no reason is given', async () => {
    const script: Script = [
      ['What now?', 'Revoke'],
      ['Why is it revoked?', undefined],
      ['What now?', 'Not now'],
    ]
    expect((await atTerminal(script, [])).exitCode).toBe(3)
  })
})
