import { asGateId } from '../../src/shared/domain/ids'
import { projectReport, type Report } from '../../src/shared/report/report'
import { settingsFixture } from './rollout-fixture'
import { RolloutSimulation } from './rollout-simulation'
import { allSteps } from './rollout-steps'

/** A rollout in which everything that a report tells happened once, with the same text in all places that people or hosts fill. */
export function reportFixture(text: string): Report {
  const gates = {
    beforeLaunch: [
      { id: 'told', ask: text, why: text, kind: 'tick' },
      { id: 'ticket', ask: text, kind: 'value' },
      { id: 'errors', ask: text, kind: 'command', run: 'true' },
    ],
  }
  const settings = settingsFixture({ batches: [1, 1], lifecycle: allSteps, gates })
  const run = new RolloutSimulation({ ...settings, app: text, version: text, startedBy: text, reason: text })
  run.tell({ kind: 'answer', item: 'ticket', answer: text }, text)
  run.tell({ kind: 'waive', item: 'told', reason: text }, text)
  run.tell(
    { kind: 'record-check', gate: asGateId('before-launch'), item: 'errors', holds: true, evidence: text },
    'console',
  )
  run.tell({ kind: 'sign', facts: { serving: text } }, text)
  run.sign()
  for (;;) {
    const [step] = run.steps()
    if (!step) break
    const isEnd = step.step === 'verify'
    const result = {
      outcome: isEnd ? 'failed' : 'ok',
      durationMs: 1_500,
      ...(step.step === 'precheck' ? { facts: { version: `old ${text}` } } : {}),
      ...(isEnd ? { code: text, reason: text } : {}),
    } as const
    run.tell({ kind: 'step-result', host: step.host, step: step.step, attempt: step.attempt, result }, 'console')
  }
  run.tell({ kind: 'revoke', reason: text }, text)
  const rows = run.recorded.map(({ event: { kind, ...payload }, atMs, actor }, i) => {
    return { seq: i + 1, at: atMs, actor, kind, payload: { ...payload } }
  })
  return projectReport({ state: run.state, rows, verdict: { ok: false, seq: 3, why: text }, atMs: run.nowMs })
}
