import { describe, expect, it } from 'vitest'
import type { StepExit, StepRun } from '../../../../src/main/ports/shell'
import { LogRefill } from '../../../../src/main/rollout/log-refill'
import { decideCreation } from '../../../../src/shared/domain/rollout-decide'
import type { RolloutEvent } from '../../../../src/shared/domain/rollout-event'
import { AppError } from '../../../../src/shared/errors/app-error'
import { FakeClock } from '../../../helpers/fake-clock'
import { FakeFleet } from '../../../helpers/fake-fleet'
import { settingsFixture } from '../../../helpers/rollout-fixture'
import { allSteps, web } from '../../../helpers/rollout-steps'
import { MemoryLogs } from '../../../helpers/runner-harness'

const words = 'restarted at last\n'

/** A host that still has, or does not have, what an attempt printed. */
class KeepingShell extends FakeFleet {
  readonly ran: StepRun[] = []
  isGone = false
  isAway = false

  constructor() {
    super([web(1)])
  }

  override hasStarted(): Promise<boolean> {
    if (this.isAway) return Promise.reject(new AppError('ssh.unreachable', { details: { host: 'web-01' } }))
    return Promise.resolve(!this.isGone)
  }

  override async run(step: StepRun): Promise<StepExit> {
    this.ran.push(step)
    await step.onOutput(Buffer.from(words), 0)
    const ended = { exitCode: 0, vanished: false, timedOut: false, reattached: true }
    return { ...ended, logBytes: words.length, result: {}, durationMs: 1 }
  }
}

function setup(storedBytes: number, isPruned = false) {
  const shell = new KeepingShell()
  const logs = new MemoryLogs()
  const settings = settingsFixture({ batches: [1], lifecycle: allSteps })
  const context = { actor: 'ann', atMs: 1 }
  const step = {
    kind: 'step-finished',
    host: web(1),
    step: 'restart',
    attempt: 2,
    outcome: 'ok',
    durationMs: 5,
  } as const
  const more: RolloutEvent[] = [
    { ...step, logBytes: words.length },
    { ...step, step: 'admit', attempt: 1 },
  ]
  const events = [...decideCreation(settings, context).events, ...more].map((event) => ({ event, ...context }))
  const refill = new LogRefill({
    shell,
    logs,
    book: { list: () => [] },
    store: { read: () => events },
    clock: new FakeClock(),
    findEnd: () => storedBytes,
    isPruned: () => isPruned,
  })
  return { shell, logs, refill: () => refill.refill([settings.rollout]) }
}

describe('LogRefill', () => {
  it('fetches output of which less is stored than there was, and can run nothing by that', async () => {
    const { shell, logs, refill } = setup(5)
    await refill()
    expect(logs.texts).toEqual(new Map([['web-01 restart.2', words]]))
    expect(shell.ran.map(({ runDir, script }) => [runDir, script.split('\n')[0]])).toEqual([
      ['r1/shop/web-01/restart.2', 'exit 0'],
    ])
    // the secrets of the rollout are hidden in it as they were at first
    expect(shell.ran[0]?.secrets).toMatchObject({ rollout: 'r1' })
  })

  it('speaks to no host when nothing is missing, or what is missing was removed on purpose', async () => {
    for (const { shell, refill } of [setup(words.length), setup(0, true)]) {
      shell.isAway = true
      await refill()
      expect(shell.ran).toEqual([])
    }
  })

  it('passes over a host that has it no more, and one that is away until the next time', async () => {
    const { shell, logs, refill } = setup(0)
    shell.isGone = true
    await refill()
    shell.isAway = true
    await refill()
    expect([shell.ran, logs.texts.size]).toEqual([[], 0])
    shell.isGone = shell.isAway = false
    await refill()
    expect(logs.texts.get('web-01 restart.2')).toBe(words)
  })
})
