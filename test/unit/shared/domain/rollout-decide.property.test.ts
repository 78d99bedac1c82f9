import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { StepName } from '../../../../src/shared/domain/lifecycle'
import { effectsOf } from '../../../../src/shared/domain/rollout-effects'
import { evolveAll, type RecordedEvent } from '../../../../src/shared/domain/rollout-evolve'
import { openDebts, servingOf, waitingGate, type RolloutState } from '../../../../src/shared/domain/rollout-state'
import { settingsFixture } from '../../../helpers/rollout-fixture'
import { RolloutSimulation } from '../../../helpers/rollout-simulation'

const lifecycle = {
  mute: { run: 'mute' },
  drain: { run: 'drain' },
  admit: { run: 'admit' },
  unmute: { run: 'unmute' },
}
const gates = { beforeBatch: [{ id: 'told', ask: 'Told?', kind: 'tick' }] }

/** What may happen at any instant; the numbers choose among the hosts and steps there are. */
const action = fc.oneof(
  { weight: 20, arbitrary: fc.record({ do: fc.constant('ok' as const), pick: fc.nat() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('fail' as const), pick: fc.nat(), final: fc.boolean() }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('sign' as const), by: fc.constantFrom('ann', 'bob') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('late' as const), pick: fc.nat() }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constantFrom('brake', 'resume', 'retry', 'time' as const) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('exclude' as const), pick: fc.nat() }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('unanswered' as const), pick: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('settle' as const), pick: fc.nat() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('crash' as const) }) },
)
type Action = typeof action extends fc.Arbitrary<infer A> ? A : never

function act(run: RolloutSimulation, action: Action): void {
  const steps = run.steps()
  const pick = 'pick' in action ? action.pick : 0
  const step = steps[pick % Math.max(1, steps.length)]
  const hosts = Object.values(run.state.hosts)
  switch (action.do) {
    case 'ok':
      return step && run.ok(step)
    case 'fail':
      return step && run.fail(step, action.final)
    case 'late': {
      // an old report that comes once more must change nothing
      const old = hosts[pick % hosts.length]!
      const attempt = old.steps.fetch.attempts - 1
      const before = run.state
      run.tell({
        kind: 'step-result',
        host: old.name,
        step: 'fetch',
        attempt,
        result: { outcome: 'ok', durationMs: 1 },
      })
      return expect(run.state).toEqual(before)
    }
    case 'sign':
      run.tell({ kind: 'answer', item: 'told', answer: true }, action.by)
      return void run.sign(action.by)
    case 'brake':
      return void run.tell({ kind: 'brake', cause: 'hand', reason: 'made up' })
    case 'resume':
    case 'retry':
      return void run.tell({ kind: action.do })
    case 'time':
      return run.passTime()
    case 'exclude':
      return void run.tell({ kind: 'exclude', host: hosts[pick % hosts.length]!.name, reason: 'made up' })
    case 'unanswered': {
      // the traffic layer does not answer the next host that asks to be taken out
      const drain = steps.find((each) => each.step === 'drain')
      return drain && run.finish(drain, { outcome: 'failed', durationMs: 1, refused: 'traffic', reason: 'made up' })
    }
    case 'settle': {
      const debts = openDebts(run.state).filter(({ host }) => run.state.hosts[host]?.status === 'failed')
      const debt = debts[pick % Math.max(1, debts.length)]
      if (debt) run.tell({ kind: 'settle-debt', debt: debt.id, how: 'made up', isConfirmed: true })
      return
    }
    case 'crash': {
      // what is in the journal is all that survives
      const journal = JSON.parse(JSON.stringify(run.recorded)) as RecordedEvent[]
      const folded = evolveAll(undefined, journal)!
      expect(folded).toEqual(run.state)
      expect(effectsOf(folded)).toEqual(effectsOf(run.state))
      run.state = folded
      return void run.tell({ kind: 'report-restart' }, 'console')
    }
  }
}

/** The six invariants of product.md, as far as the pure machine is answerable for them. */
function checkState(state: RolloutState): void {
  // 2: never below the floor because of us
  const down = new Set(state.settings.hosts.filter(({ isServing }) => !isServing).map(({ name }) => name))
  const served = state.settings.plan.hosts - down.size
  expect(servingOf(state)).toBeGreaterThanOrEqual(Math.min(state.settings.plan.floor, served))
  // 3: whoever is out or muted because of us has an open debt; no open debt without its entry
  const owing = new Set(openDebts(state).map(({ host, kind }) => `${host} ${kind}`))
  for (const host of Object.values(state.hosts)) {
    if (!host.isServing && !(down.has(host.name) && host.debts.drain === undefined)) {
      expect(owing).toContain(`${host.name} drain`)
    }
    if (host.isServing && host.steps.drain.state !== 'running') expect(owing).not.toContain(`${host.name} drain`)
    if (host.isMuted) expect(owing).toContain(`${host.name} mute`)
    for (const kind of Object.keys(host.debts)) expect(owing).toContain(`${host.name} ${kind}`)
    // 1: at most one step of a host is under way
    expect(Object.values(host.steps).filter((step) => step.state === 'running').length).toBeLessThanOrEqual(1)
    // a failed host is out and muted, or serves what it served before; never half
    if (host.status === 'failed' && !host.isServing && host.debts.drain !== undefined && !down.has(host.name)) {
      expect([host.name, host.isMuted || host.debts.mute === undefined]).toEqual([host.name, true])
    }
  }
  if (state.result === 'succeeded') {
    for (const { status } of Object.values(state.hosts)) expect(['succeeded', 'skipped', 'excluded']).toContain(status)
  }
}

const safeBefore: ReadonlySet<StepName> = new Set(['precheck', 'fetch', 'mute'])

function checkJournal(run: RolloutSimulation): void {
  const attempts = new Map<string, number>()
  const opened = new Set<string>()
  const signatures = new Map<string, Set<string>>()
  const unverified = new Set<string>()
  let isBraked = false
  for (const { event } of run.recorded) {
    if (event.kind === 'brake-pulled') isBraked = true
    if (event.kind === 'brake-released') isBraked = false
    if (event.kind === 'gate-signed') {
      signatures.set(event.gate, (signatures.get(event.gate) ?? new Set()).add(event.by))
      expect(event.record.answers).toMatchObject(event.gate.startsWith('before-batch') ? { told: true } : {})
    }
    // 4: no gate opens without the record of enough people
    if (event.kind === 'gate-opened') {
      expect(signatures.get(event.gate)?.size).toBe(run.state.settings.strategy.signOff.approvers)
      opened.add(event.gate)
    }
    if (event.kind === 'batch-started') expect(opened).toContain(`before-batch-${event.batch}`)
    if (event.kind === 'step-finished' && event.step === 'verify' && event.outcome === 'ok') {
      unverified.delete(event.host)
    }
    if (event.kind !== 'step-started') continue
    // nothing is put into traffic that was switched and not verified since
    if (event.step === 'restart') unverified.add(event.host)
    if (event.step === 'admit') expect([...unverified]).not.toContain(event.host)
    // 1: an attempt is started once
    const key = `${event.host} ${event.step}`
    expect(event.attempt).toBe((attempts.get(key) ?? 0) + 1)
    attempts.set(key, event.attempt)
    // a brake starts nothing new: only hosts beyond their safe point go on, and undoing does
    if (isBraked && event.purpose === 'forward') expect(safeBefore).not.toContain(event.step)
  }
}

describe('the rollout state machine', () => {
  it('keeps the invariants under random commands, results, late reports and crashes', () => {
    const scenario = fc.record({
      batches: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }),
      spare: fc.integer({ min: 0, max: 3 }),
      approvers: fc.constantFrom(1, 2),
      soak: fc.boolean(),
      budget: fc.integer({ min: 0, max: 2 }),
      down: fc.integer({ min: 0, max: 2 }),
      actions: fc.array(action, { minLength: 20, maxLength: 160 }),
    })
    fc.assert(
      fc.property(scenario, ({ batches, spare, approvers, soak, budget, down, actions }) => {
        const total = batches.reduce((sum, size) => sum + size, 0)
        const strategy = {
          signOff: { approvers },
          stopWhenFailuresExceed: { batch: budget, rollout: budget },
          ...(soak ? { soak: '5s', pause: '5s' } : {}),
        }
        const floor = Math.max(0, total - Math.max(...batches) - spare + 1)
        const settings = settingsFixture({ batches, floor, lifecycle, gates, strategy })
        const hosts = settings.hosts.map((host, at) => ({ ...host, isServing: at >= down }))
        const run = new RolloutSimulation({ ...settings, hosts })
        for (const each of actions) {
          act(run, each)
          checkState(run.state)
        }
        checkJournal(run)
      }),
      { numRuns: 120 },
    )
  })

  it('always has a way to the end: after anything, retrying and signing lead to success', () => {
    const scenario = fc.record({ actions: fc.array(action, { maxLength: 80 }) })
    fc.assert(
      fc.property(scenario, ({ actions }) => {
        const run = new RolloutSimulation(settingsFixture({ batches: [1, 2, 2], floor: 2, lifecycle, gates }))
        for (const each of actions.filter((each) => each.do !== 'exclude')) act(run, each)
        for (let round = 0; run.state.result === undefined && round < 40; round += 1) {
          run.runToRest()
          if (run.tell({ kind: 'retry' }) === 'rollout.nothing-to-retry') run.tell({ kind: 'resume' })
          run.runToRest()
          if (waitingGate(run.state)) act(run, { do: 'sign', by: round % 2 ? 'bob' : 'ann' })
        }
        // a failure that somebody accepted before the end leaves `failed`; everything else succeeds
        expect(run.state.result).toBeDefined()
        if (run.state.acceptedFailures.length === 0) expect(run.state.result).toBe('succeeded')
      }),
      { numRuns: 200 },
    )
  })
})
