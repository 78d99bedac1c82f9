import { describe, expect, it } from 'vitest'
import { asHostName } from '../../../../src/shared/domain/ids'
import { openDebts, servingOf, waitingGate } from '../../../../src/shared/domain/rollout-state'
import { settingsFixture } from '../../../helpers/rollout-fixture'
import { RolloutSimulation } from '../../../helpers/rollout-simulation'

const effects = {
  mute: { run: 'mute' },
  drain: { run: 'drain' },
  quiet: { min: '1s' },
  admit: { run: 'admit' },
  unmute: { run: 'unmute' },
}
const web = (n: number) => asHostName(`web-${String(n).padStart(2, '0')}`)

/** Start, sign the gate before launch and the first batch's, leaving its hosts at their first step. */
function started(parts: Partial<Parameters<typeof settingsFixture>[0]> = {}) {
  const run = new RolloutSimulation(settingsFixture({ batches: [2, 2], lifecycle: effects, ...parts }))
  run.sign()
  run.sign()
  return run
}

/** Finish steps in the order they come until `host` is at `step`. */
function bring(run: RolloutSimulation, host: string, step: string) {
  for (;;) {
    const at = run.steps().find((effect) => effect.host === host)
    if (!at || at.step === step) return at!
    run.ok(at)
  }
}

describe('decide', () => {
  it('runs a rollout of two batches to success, with a gate before launch and before each batch', () => {
    const run = new RolloutSimulation(settingsFixture({ batches: [1, 2], lifecycle: effects }))
    const gates: string[] = []
    while (!run.state.result) {
      const gate = waitingGate(run.state)
      if (gate) gates.push(gate.id)
      run.sign()
      run.runToRest()
    }
    expect(gates).toEqual(['before-launch', 'before-batch-1', 'before-batch-2'])
    expect(run.state.result).toBe('succeeded')
    expect(openDebts(run.state)).toEqual([])
    expect(run.state.lowestServing).toBe(1)
    expect(run.state.hosts[web(1)]).toMatchObject({
      status: 'succeeded',
      before: { version: '1.0.0' },
      versionAfter: '1.1.0',
    })
  })

  it('stands at five kinds of gates in a protected environment with a canary', () => {
    const run = new RolloutSimulation(
      settingsFixture({ batches: [1, 2], hasCanary: true, isProtected: true, lifecycle: effects }),
    )
    const gates: string[] = []
    while (!run.state.result) {
      const gate = waitingGate(run.state)
      if (gate) gates.push(gate.id)
      run.sign()
      run.runToRest()
    }
    expect(gates).toEqual(['before-launch', 'before-canary', 'after-soak', 'before-batch-1', 'before-closing'])
    expect(run.kinds().filter((kind) => kind.startsWith('soak'))).toEqual(['soak-started', 'soak-finished'])
  })

  it('writes the debt down before the host is muted or taken out, and clears it when the reverse is confirmed', () => {
    const run = started({ batches: [1] })
    run.runToRest()
    const order = run.recorded
      .map(({ event }) => event)
      .flatMap((event) => {
        if (event.kind === 'debt-recorded' || event.kind === 'debt-settled') return [`${event.kind} ${event.debtKind}`]
        return event.kind === 'step-started' ? [event.step] : []
      })
    expect(order).toEqual([
      ...['precheck', 'fetch', 'debt-recorded mute', 'mute', 'debt-recorded drain', 'drain', 'quiet', 'restart'],
      ...['verify', 'admit', 'debt-settled drain', 'unmute', 'debt-settled mute'],
    ])
  })

  it('skips a host that serves the target already', () => {
    const run = started({ batches: [1] })
    run.finish(run.steps()[0]!, { outcome: 'ok', durationMs: 1, facts: { version: '1.1.0', digest: 'd2' } })
    expect(run.state.hosts[web(1)]).toMatchObject({ status: 'skipped' })
    expect(run.state.result).toBe('succeeded')
  })

  it('does not skip a host that is on the target but out of traffic', () => {
    const run = started({ batches: [2] })
    run.fail(bring(run, web(1), 'verify'))
    run.runToRest()
    run.tell({ kind: 'retry' })
    run.finish(run.steps()[0]!, { outcome: 'ok', durationMs: 1, facts: { version: '1.1.0', digest: 'd2' } })
    expect(run.state.hosts[web(1)]).toMatchObject({ status: 'running', step: 'fetch', before: { version: '1.0.0' } })
  })

  it('leaves a host that failed to verify out of traffic and muted, pulls the brake and keeps both debts', () => {
    const run = started()
    run.fail(bring(run, web(1), 'verify'))
    run.runToRest()
    expect(run.state.hosts[web(1)]).toMatchObject({ status: 'failed', isServing: false, isMuted: true })
    expect(run.state.brake).toMatchObject({ cause: 'budget' })
    expect(openDebts(run.state).map(({ kind }) => kind)).toEqual(['mute', 'drain'])
    expect(run.state.hosts[web(2)]).toMatchObject({ status: 'resting', isServing: true })
    expect(run.state.hosts[web(3)]).toMatchObject({ status: 'pending' })
  })

  it('retries a step with back-off until its limit', () => {
    const run = started({ batches: [1] })
    const [first] = run.steps()
    run.fail(first!, false)
    const [second] = run.steps()
    expect(second).toMatchObject({ step: 'precheck', attempt: 2, notBeforeMs: run.nowMs + 1_000 })
    run.fail(second!, false)
    expect(run.state.hosts[web(1)]).toMatchObject({ status: 'failed' })
  })

  it('brings hosts to a safe point when the brake is pulled, and goes on where they rested', () => {
    const run = started()
    bring(run, web(1), 'restart')
    run.tell({ kind: 'brake', cause: 'hand', reason: 'wait' })
    run.runToRest()
    expect(run.state.hosts[web(1)]).toMatchObject({ status: 'succeeded' })
    expect(run.state.hosts[web(2)]).toMatchObject({ status: 'resting', step: 'precheck' })
    expect(run.tell({ kind: 'sign', facts: {} })).toBe('gate.not-waiting')
    run.tell({ kind: 'resume' })
    expect(run.steps()).toMatchObject([{ host: web(2), step: 'fetch' }])
    run.runToRest()
    expect(waitingGate(run.state)?.id).toBe('before-batch-2')
  })

  it('takes a host back that was not restarted yet when the brake is pulled', () => {
    for (const lifecycle of [effects, { quiet: { min: '1s' } }]) {
      const run = started({ batches: [2], lifecycle })
      bring(run, web(1), 'quiet')
      run.tell({ kind: 'brake', cause: 'hand', reason: 'wait' })
      run.runToRest()
      expect(run.state.hosts[web(1)]).toMatchObject({ status: 'pending', isServing: true, isMuted: false })
      expect(run.state.hosts[web(1)]?.steps.restart.attempts).toBe(0)
      expect(openDebts(run.state)).toEqual([])
    }
  })

  it('puts a host back when the floor forbids to take it out, and pulls the brake', () => {
    const run = started({ batches: [2], floor: 1 })
    run.runToRest()
    expect(run.state.brake).toMatchObject({ cause: 'floor' })
    expect(run.state.lowestServing).toBe(1)
    expect(openDebts(run.state)).toEqual([])
    expect(Object.values(run.state.hosts).map(({ status }) => status)).toContain('pending')
    run.tell({ kind: 'resume' })
    run.runToRest()
    expect(run.state.result).toBe('succeeded')
  })

  it('undoes a drain that failed: admit, unmute, then failed but serving', () => {
    const run = started({ batches: [2] })
    run.fail(bring(run, web(1), 'drain'))
    expect(run.steps().find(({ host }) => host === web(1))).toMatchObject({ step: 'admit', purpose: 'undo' })
    run.runToRest()
    expect(run.state.hosts[web(1)]).toMatchObject({
      status: 'failed',
      isServing: true,
      isMuted: false,
      failure: { step: 'drain' },
    })
    expect(openDebts(run.state)).toEqual([])
  })

  it('goes on after a failed mute that is advisory, and keeps its debt until unmute', () => {
    const run = started({ batches: [1], lifecycle: { ...effects, mute: { run: 'mute', onFailure: 'advisory' } } })
    run.fail(bring(run, web(1), 'mute'))
    expect(run.steps()[0]).toMatchObject({ step: 'drain', purpose: 'forward' })
    run.runToRest()
    expect(run.state.result).toBe('succeeded')
    expect(openDebts(run.state)).toEqual([])
  })

  it('counts a host whose unmute failed as done and keeps the debt in sight', () => {
    const run = started({ batches: [1] })
    run.fail(bring(run, web(1), 'unmute'))
    expect(run.state.result).toBe('succeeded')
    expect(openDebts(run.state)).toMatchObject([{ host: web(1), kind: 'mute' }])
  })

  it('retries only admit when admit failed', () => {
    const run = started({ batches: [2] })
    run.fail(bring(run, web(1), 'admit'))
    run.runToRest()
    run.tell({ kind: 'retry' })
    expect(run.steps().find(({ host }) => host === web(1))).toMatchObject({ step: 'admit', attempt: 2 })
  })

  it('goes on without a host that is excluded with a reason', () => {
    const run = started({ batches: [2] })
    run.fail(run.steps()[0]!)
    run.runToRest()
    expect(run.tell({ kind: 'exclude', host: web(1), reason: ' ' })).toBe('gate.reason-missing')
    run.tell({ kind: 'exclude', host: web(1), reason: 'disk is dying' })
    run.tell({ kind: 'resume' })
    run.runToRest()
    expect(run.state.result).toBe('succeeded')
  })

  it('ends as failed when a host within the budget failed and nobody excluded it', () => {
    const run = started({ batches: [2, 1], strategy: { stopWhenFailuresExceed: { batch: 1, rollout: 1 } } })
    run.fail(run.steps()[0]!)
    run.runToRest()
    run.sign()
    run.runToRest()
    expect(run.state.result).toBe('failed')
  })

  it('always stops at a batch in which every host failed', () => {
    const run = started({ batches: [1, 1], strategy: { stopWhenFailuresExceed: { batch: 5, rollout: 5 } } })
    run.fail(run.steps()[0]!)
    expect(run.state.brake).toMatchObject({ cause: 'budget' })
  })

  it('revokes once the hosts on the way have come to rest', () => {
    const run = started()
    bring(run, web(1), 'restart')
    run.tell({ kind: 'revoke', reason: 'wrong version' })
    expect(run.state.result).toBeUndefined()
    run.runToRest()
    expect(run.state.result).toBe('revoked')
    expect(servingOf(run.state)).toBe(4)
  })

  it('keeps a gate shut until every blocking item holds and enough people have signed', () => {
    const gates = { beforeLaunch: [{ id: 'told', ask: 'Told?', kind: 'tick' }] }
    const strategy = { signOff: { approvers: 2, notBy: 'starter' } }
    const run = new RolloutSimulation(settingsFixture({ batches: [1], gates, strategy }))
    expect(run.sign('ann')).toBe('gate.not-by-starter')
    expect(run.sign('bob')).toBe('gate.items-open')
    run.tell({ kind: 'answer', item: 'told', answer: true }, 'bob')
    run.sign('bob')
    expect(waitingGate(run.state)?.id).toBe('before-launch')
    expect(run.sign('bob')).toBe('gate.signed-already')
    run.sign('cleo')
    expect(waitingGate(run.state)?.id).toBe('before-batch-1')
    expect(run.state.gates).toMatchObject({
      'before-launch': {
        state: 'open',
        signOffs: [{ by: 'bob', record: { answers: { told: true } } }, { by: 'cleo' }],
      },
    })
  })

  it('lets only those waive who may, with a reason', () => {
    const item = { id: 'told', ask: 'Told?', kind: 'tick', waivableBy: ['cleo'] }
    const run = new RolloutSimulation(settingsFixture({ batches: [1], gates: { beforeLaunch: [item] } }))
    expect(run.tell({ kind: 'waive', item: 'told', reason: 'x' }, 'bob')).toBe('gate.not-waivable')
    expect(run.tell({ kind: 'waive', item: 'told', reason: '' }, 'cleo')).toBe('gate.reason-missing')
    run.tell({ kind: 'waive', item: 'told', reason: 'night' }, 'cleo')
    run.sign()
    expect(waitingGate(run.state)?.id).toBe('before-batch-1')
  })
})
