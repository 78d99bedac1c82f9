import { describe, expect, it } from 'vitest'
import {
  describeFinding,
  describeJump,
  describeRecovery,
  summarizeRecovery,
} from '../../../../src/shared/domain/recovery'
import { recoveryLines } from '../../../../src/main/cli/recovery-lines'
import { projectRollout } from '../../../../src/shared/domain/rollout-view'
import type { StepFinding } from '../../../../src/shared/domain/rollout-event'
import { asDebtId } from '../../../../src/shared/domain/ids'
import { bringTo, startedRun, web } from '../../../helpers/rollout-steps'

/** A rollout whose console ended while a host restarted. */
function interrupted() {
  const run = startedRun()
  bringTo(run, 1, 'restart')
  run.tell({ kind: 'report-restart' }, 'console')
  const tell = (found: StepFinding) =>
    run.tell({ kind: 'report-found', host: web(1), step: 'restart', attempt: 1, found }, 'console')
  const stepOf = () => run.state.recovery?.steps.find(({ host }) => host === web(1))
  return { run, tell, stepOf }
}

describe('a recovery', () => {
  it('knows what was under way, and since when', () => {
    const { run, stepOf } = interrupted()
    const sinceMs = run.state.hosts[web(1)]?.steps.restart.startedAtMs
    expect(stepOf()).toEqual({ host: 'web-01', step: 'restart', attempt: 1, sinceMs, findings: [] })
  })

  it('keeps what was found, in order, until the step is over', () => {
    const { run, tell, stepOf } = interrupted()
    tell({ kind: 'unreachable', reason: 'refused' })
    tell({ kind: 'unreachable', reason: 'refused again' })
    tell({ kind: 'running', runningForMs: 5_000 })
    expect(stepOf()?.findings.map(({ finding }) => finding.kind)).toEqual(['unreachable', 'running'])
    const step = run.steps().find(({ host }) => host === web(1))
    if (step) run.ok(step)
    expect(stepOf()?.end).toMatchObject({ outcome: 'ok' })
    expect(tell({ kind: 'running', runningForMs: 9_000 })).toEqual([])
  })

  it('keeps why the output of a step is withheld, and says so', () => {
    const { run, stepOf } = interrupted()
    const withheld = 'TOKEN is not set'
    const result = { outcome: 'ok', durationMs: 1, withheld } as const
    run.tell({ kind: 'step-result', host: web(1), step: 'restart', attempt: 1, result }, 'console')
    expect(stepOf()?.end).toEqual({ outcome: 'ok', atMs: expect.any(Number) as number, withheld })
    expect(run.state.hosts[web(1)]?.steps.restart.withheld).toBe(withheld)
    const [, line] = recoveryLines(projectRollout(run.state, 0))
    expect(line).toContain('it ended ok; its output is withheld: TOKEN is not set')
  })

  it('hears nothing of steps that were begun after it', () => {
    const { run } = interrupted()
    const step = run.steps().find(({ host }) => host === web(1))
    if (step) run.ok(step)
    const found = { kind: 'never-started' } as const
    expect(run.tell({ kind: 'report-found', host: web(1), step: 'verify', attempt: 1, found }, 'console')).toEqual([])
  })

  it('is told in numbers', () => {
    const { run, tell } = interrupted()
    tell({ kind: 'unreachable', reason: 'refused' })
    const summary = summarizeRecovery(run.state.recovery!)
    expect(summary).toMatchObject({ unreachable: 1, open: summary.interrupted })
    expect(summary.hosts).toContain('web-01')
  })
})

describe('describeFinding', () => {
  it.each([
    [{ kind: 'never-started' }, 'restart had not reached it; started now'],
    [
      { kind: 'running', runningForMs: 12_000 },
      'restart still runs, for 12s; its output is followed from the beginning',
    ],
    [
      { kind: 'finished', exitCode: 3, logBytes: 120 },
      'restart ended meanwhile with exit code 3; its result and all 120 bytes of output were taken',
    ],
    [
      { kind: 'finished', exitCode: 0, logBytes: 120, withheld: 'TOKEN is not set' },
      'restart ended meanwhile with exit code 0; its result and 120 bytes of output are withheld',
    ],
    [
      { kind: 'unreachable', reason: 'no route' },
      'it does not answer, so restart may still run there; asked again until it does: no route',
    ],
  ] as const)('says %o', (found, text) => {
    expect(describeFinding({ step: 'restart', attempt: 1, found })).toBe(text)
  })
})

describe('describeJump', () => {
  it('says which way the clock went', () => {
    expect(describeJump({ cause: 'back', byMs: 3_600_000 })).toBe(
      'the clock was set back by 1:00:00; the journal stays in its order',
    )
  })
})

describe('describeRecovery', () => {
  const debt = { debt: asDebtId('d1'), host: web(1), debtKind: 'drain' } as const

  it('tells what was found of a debt that was being settled', () => {
    expect(describeRecovery({ kind: 'debt-settled', ...debt, how: 'admit was confirmed', isFound: true })).toBe(
      'web-01: out of traffic no more: admit was confirmed',
    )
    const failed = {
      kind: 'settling-failed',
      ...debt,
      debtKind: 'mute',
      reason: 'unmute failed',
      isFound: true,
    } as const
    expect(describeRecovery(failed)).toBe('web-01: still muted: unmute failed')
  })

  it('says nothing of one that is settled as a rollout goes on, or by a person', () => {
    expect(describeRecovery({ kind: 'debt-settled', ...debt, how: 'admit was confirmed' })).toBeUndefined()
    expect(describeRecovery({ kind: 'settling-failed', ...debt, reason: 'admit failed' })).toBeUndefined()
  })
})
