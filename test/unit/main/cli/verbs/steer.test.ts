import { describe, expect, it } from 'vitest'
import { main } from '../../../../../src/main/cli/main'
import type { RolloutCommand } from '../../../../../src/shared/domain/rollout-command'
import { FakeCli } from '../../../../helpers/fake-cli'
import { FakeConsole } from '../../../../helpers/fake-console'
import { settingsFixture } from '../../../../helpers/rollout-fixture'

type Options = Partial<ConstructorParameters<typeof FakeConsole>[0]>

/** A rollout of one batch of two hosts, led to where the test wants it. */
function fake(lead: (console: FakeConsole) => void, options: Options = {}) {
  const console = new FakeConsole({ settings: settingsFixture({ batches: [2] }), ...options }).started()
  lead(console)
  const cli = new FakeCli({ client: console })
  return { console, cli, lastmile: (...words: string[]) => main(words, cli) }
}

const waiting = () => undefined
/** Sign the two gates: hosts are on their way. */
const running = ({ simulation }: FakeConsole) => {
  simulation.sign()
  simulation.sign()
}
const tell = (console: FakeConsole, command: RolloutCommand) => console.simulation.tell(command)
const braked = (console: FakeConsole) => {
  running(console)
  tell(console, { kind: 'brake', cause: 'hand', reason: 'noise' })
  console.simulation.runToRest()
}
const failedHost = (console: FakeConsole) => {
  running(console)
  const [first] = console.simulation.steps()
  if (first) console.simulation.fail(first)
  console.simulation.runToRest()
}
const succeeded = (console: FakeConsole) => {
  running(console)
  console.simulation.runToRest()
}
const revoked = (console: FakeConsole) => void tell(console, { kind: 'revoke', reason: 'superseded' })

describe('resume', () => {
  it.each([
    ['reports the gate that waits', waiting, ['rollout:attach'], 3, 'waiting'],
    ['takes up a rollout that no console runs', running, ['rollout:attach'], 0, 'succeeded'],
    ['releases the brake', braked, ['rollout:resume'], 0, 'succeeded'],
    ['tells how a finished one ended', succeeded, [], 0, 'succeeded'],
    ['tells that it was revoked', revoked, [], 4, 'revoked'],
  ] as const)('%s', async (_, lead, commands, exitCode, result) => {
    const { lastmile, console, cli } = fake(lead)
    expect(await lastmile('resume', 'latest', '--json')).toBe(exitCode)
    expect(console.commands()).toEqual(commands)
    expect(cli.stdout.json().at(-1)).toMatchObject({ result, rollout: 'r1' })
  })

  it('shows only rows that are new', async () => {
    const { lastmile, cli } = fake(succeeded)
    await lastmile('resume', 'latest', '--json')
    expect(cli.stdout.json()).toHaveLength(1)
  })
})

describe('retry', () => {
  it('tries again and follows to the end', async () => {
    const { lastmile, console } = fake(failedHost)
    expect(console.simulation.state.brake).toBeDefined()
    expect(await lastmile('retry', 'latest')).toBe(0)
    expect(console.simulation.state.result).toBe('succeeded')
  })

  it('is refused with 2 when nothing has failed', async () => {
    const { lastmile, cli } = fake(waiting)
    expect(await lastmile('retry', 'latest')).toBe(2)
    expect(cli.stderr.text).toMatch(/^lastmile: Rollout r1 has no failed or never-started host/)
  })
})

describe('brake', () => {
  it('stays until hosts are at rest when this process is the console', async () => {
    const { lastmile, console, cli } = fake(running)
    expect(await lastmile('brake', 'latest', '--reason', 'noise', '--by', 'kim')).toBe(0)
    expect(console.simulation.state.brake).toMatchObject({ reason: 'noise', by: 'kim' })
    expect(console.simulation.steps()).toEqual([])
    expect(cli.stdout.text).toContain('Rollout r1 is braked: noise.')
  })

  it('leaves that to a console in another process', async () => {
    const { lastmile, console } = fake(running, { isOwner: false, isSlow: true })
    expect(await lastmile('brake', 'latest')).toBe(0)
    expect(console.simulation.steps()).not.toEqual([])
  })

  it('is refused with 2 when the rollout is over', async () => {
    expect(await fake(succeeded).lastmile('brake', 'latest')).toBe(2)
  })
})

describe('revoke', () => {
  it('ends the rollout and exits with 0', async () => {
    const { lastmile, console } = fake(running)
    expect(await lastmile('revoke', 'latest', '--reason', 'superseded')).toBe(0)
    expect(console.simulation.state.result).toBe('revoked')
  })
})

describe('exclude', () => {
  it('leaves a host out', async () => {
    const { lastmile, console, cli } = fake(waiting)
    expect(await lastmile('exclude', 'latest', 'web-02', '--reason', 'disk')).toBe(0)
    expect(Object.values(console.simulation.state.hosts).map(({ status }) => status)).toEqual(['pending', 'excluded'])
    expect(cli.stdout.text).toMatch(/^web-02 is left out\. Rollout r1: waiting at the gate before launch\.$/m)
  })

  it('needs a reason', async () => {
    const { lastmile, cli } = fake(waiting)
    expect(await lastmile('exclude', 'latest', 'web-02')).toBe(2)
    expect(cli.stderr.text).toContain("required option '--reason <text>' not specified")
  })
})

describe('rollback', () => {
  it('follows the rollout that puts back what was there', async () => {
    const status = { rollout: 'r1', phase: 'running', position: 'running batch 1', seq: 3 } as const
    const { lastmile, cli, console } = fake(running, { replies: { 'rollout:rollback': () => status } })
    expect(await lastmile('rollback', 'latest', '--json', '--by', 'kim')).toBe(0)
    expect(console.requested[0]).toEqual([
      'rollout:rollback',
      { rollout: 'latest', by: 'kim', reason: 'rolled back by kim' },
    ])
    expect(cli.stdout.json()[0]).toMatchObject({ seq: 1, kind: 'rollout-created' })
  })
})
