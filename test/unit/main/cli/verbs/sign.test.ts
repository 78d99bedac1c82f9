import { describe, expect, it } from 'vitest'
import { main } from '../../../../../src/main/cli/main'
import { FakeCli } from '../../../../helpers/fake-cli'
import { FakeConsole } from '../../../../helpers/fake-console'
import { settingsFixture } from '../../../../helpers/rollout-fixture'

const tick = { kind: 'tick', id: 'on-call', ask: 'On-call informed' }
const ticket = { kind: 'value', id: 'ticket', ask: 'Ticket', pattern: '^CHG-' }
const failingCheck = { kind: 'command', id: 'errors', ask: 'Few errors', run: 'false', waivableBy: ['kim'] }

function fakeSign(beforeLaunch: object[], strategy: object = {}) {
  const settings = settingsFixture({ batches: [1, 2], gates: { beforeLaunch }, strategy })
  const console = new FakeConsole({ settings }).started()
  const cli = new FakeCli({ client: console })
  return { console, cli, sign: (...words: string[]) => main(['sign', 'latest', ...words], cli) }
}

describe('sign', () => {
  it('answers, signs and follows to the next gate, where it ends with 3', async () => {
    const { sign, console, cli } = fakeSign([tick, ticket])
    expect(await sign('--answer', 'on-call=yes', '--answer', 'ticket=CHG-7')).toBe(3)
    expect(console.commands()).toEqual(['rollout:attach', 'rollout:answer', 'rollout:answer', 'rollout:sign'])
    const meant = console.requested
      .filter(([name]) => name !== 'rollout:attach' && console.commands().includes(name))
      .map(([, input]) => input)
    expect(meant).toMatchObject([{ gate: 'before-launch' }, { gate: 'before-launch' }, { gate: 'before-launch' }])
    expect(cli.stdout.text).toContain('waits at the gate before batch 1')
    expect(console.simulation.state.gates).toMatchObject({ 'before-launch': { state: 'open' } })
  })

  it('signs one gate only, also with --yes', async () => {
    const { sign, console } = fakeSign([tick])
    expect(await sign('--yes')).toBe(3)
    expect(console.simulation.state.gates).toMatchObject({ 'before-batch-1': { state: 'waiting', signOffs: [] } })
  })

  it('prints only rows that are new with --json', async () => {
    const { sign, console, cli } = fakeSign([])
    const known = console.rows().length
    expect(await sign('--json')).toBe(3)
    const seqs = cli.stdout.json().flatMap(({ seq }) => (typeof seq === 'number' ? [seq] : []))
    expect(seqs).toEqual(Array.from({ length: console.rows().length - known }, (_, i) => known + 1 + i))
    expect(cli.stdout.json().at(-1)).toMatchObject({ result: 'waiting', gate: 'before-batch-1' })
  })

  it('waives with a reason', async () => {
    const { sign, console } = fakeSign([failingCheck])
    expect(await sign('--waive', 'errors', '--reason', 'known noise', '--by', 'kim')).toBe(3)
    expect(console.simulation.state.gates).toMatchObject({
      'before-launch': { state: 'open', waivers: { errors: { reason: 'known noise', by: 'kim' } } },
    })
  })

  it.each([
    ['an item is open', [tick], [], 'gate.items-open'],
    ['an item is not of this gate', [], ['--answer', 'on-call=yes'], 'gate.unknown-item'],
    ['a value does not fit', [ticket], ['--answer', 'ticket=7'], 'gate.bad-value'],
    ['a waiver has no reason', [failingCheck], ['--waive', 'errors', '--by', 'kim'], 'gate.reason-missing'],
    ['a waiver is not allowed', [failingCheck], ['--waive', 'errors', '--reason', 'x'], 'gate.not-waivable'],
    ['a tick is answered with no', [tick], ['--answer', 'on-call=no'], 'cli.usage'],
    ['an answer has no item', [], ['--answer', 'yes'], 'cli.usage'],
    ['reasons do not pair with waivers', [], ['--waive', 'a', '--reason', 'x', '--reason', 'y'], 'cli.usage'],
  ])('is refused with 2 when %s', async (_, items, words, code) => {
    const { sign, cli } = fakeSign(items)
    expect(await sign('--json', ...words)).toBe(2)
    expect(cli.stdout.json().at(-1)).toMatchObject({ error: { code } })
  })

  it('ends with 3 and the reason when --yes is not enough', async () => {
    const { sign, cli } = fakeSign([ticket])
    expect(await sign('--yes', '--json')).toBe(3)
    expect(cli.stdout.json().at(-1)).toMatchObject({ result: 'waiting', gate: 'before-launch' })
  })

  it('says how many sign-offs are missing', async () => {
    const { sign, cli } = fakeSign([], { signOff: { approvers: 3 } })
    expect(await sign('--json')).toBe(3)
    expect(cli.stdout.json().at(-1)).toMatchObject({ reason: '2 more sign-offs are needed from someone else' })
  })

  it('only signs with --detach', async () => {
    const { sign, cli } = fakeSign([])
    expect(await sign('--detach', '--json')).toBe(3)
    expect(JSON.parse(cli.stdout.text)).toMatchObject({ rollout: 'r1', phase: 'waiting' })
  })
})
