import { canWaive, isAutomatic, type ChecklistItem } from '../../../src/shared/domain/checklist'
import type { DebtId, HostName } from '../../../src/shared/domain/ids'
import { isDebtStep, stepNames, type DebtKind, type StepName } from '../../../src/shared/domain/lifecycle'
import type { RolloutEvent } from '../../../src/shared/domain/rollout-event'
import type { RecordedEvent } from '../../../src/shared/domain/rollout-evolve'
import type { RolloutSettings } from '../../../src/shared/domain/rollout-settings'
import { Broken, must } from './broken'

type Running = { readonly step: StepName; readonly attempt: number; readonly purpose: 'forward' | 'undo' }
type GateBook = {
  readonly answered: Set<string>
  readonly waived: Set<string>
  readonly checks: Map<string, { readonly holds: boolean; readonly atMs: number }>
  readonly signers: Set<string>
  isOpen: boolean
}
type StepEvent = Extract<RolloutEvent, { kind: 'step-started' | 'step-finished' }>
type TryEvent = Extract<RolloutEvent, { kind: 'settling-started' | 'settling-failed' }>
type GateEvent = Extract<RolloutEvent, { gate: string }>

/** Of a step whose host could not be spoken to any more; it goes on there. */
export const lostCode = 'remote.outcome-unknown'
/** What a check may be worth at most: two minutes. */
const longestTrustMs = 120_000
/** What a brake must not let start: the host would only have to be put back. */
const startsSomething: ReadonlySet<StepName> = new Set(['precheck', 'fetch', 'mute'])

/**
 * What a journal says, read by somebody who does not know `evolve`: each event is judged by what was written before it.
 * @throws Broken
 */
export class Ledger {
  readonly settings: RolloutSettings
  readonly openDebts = new Map<DebtId, { readonly host: HostName; readonly kind: DebtKind }>()
  readonly running = new Map<HostName, Running>()
  /** The latest try to settle a debt of a host, until it is known to be over. */
  readonly tries = new Map<HostName, { readonly debt: DebtId; readonly attempt: number }>()
  /** Steps whose end nobody saw, until a later one has got something done. */
  readonly lost = new Map<HostName, Set<string>>()
  readonly ended = new Map<HostName, 'succeeded' | 'skipped' | 'excluded' | 'failed'>()
  /** How many tries to settle a debt were begun. */
  settlings = 0
  isBraked = false
  isRevoking = false
  result: string | undefined
  readonly #started = new Set<string>()
  readonly #last = new Map<HostName, { readonly step: StepName; readonly outcome: string } | 'new' | 'retried'>()
  readonly #gates = new Map<string, GateBook>()
  readonly #batches = new Set<number>()

  constructor(settings: RolloutSettings) {
    this.settings = settings
    for (const { id } of settings.gates) {
      const book = { answered: new Set<string>(), waived: new Set<string>(), signers: new Set<string>() }
      this.#gates.set(id, { ...book, checks: new Map(), isOpen: false })
    }
  }

  /** Is something of this kind owed for the host? */
  owes(host: HostName, kind: DebtKind): boolean {
    for (const debt of this.openDebts.values()) if (debt.host === host && debt.kind === kind) return true
    return false
  }

  record({ event, atMs, actor }: RecordedEvent): void {
    if (this.result !== undefined && !mayFollowTheEnd.has(event.kind)) {
      throw new Broken('one rollout per cluster', `${event.kind} after it had ${this.result}`)
    }
    if ('gate' in event) return this.#recordGate(event, atMs, actor)
    switch (event.kind) {
      case 'step-started':
      case 'step-finished':
        return this.#recordStep(event)
      case 'debt-recorded':
        return void this.openDebts.set(event.debt, { host: event.host, kind: event.debtKind })
      case 'debt-settled':
        if (event.isConfirmed) this.tries.delete(event.host)
        return void this.openDebts.delete(event.debt)
      case 'settling-started':
      case 'settling-failed':
        return this.#recordTry(event)
      case 'batch-started':
        return this.#recordBatch(event.batch)
      case 'host-started':
        if (this.#last.get(event.host) !== 'retried') this.#last.set(event.host, 'new')
        return void this.ended.delete(event.host)
      case 'host-retried':
        return void this.#last.set(event.host, 'retried')
      default:
        return this.#recordEnd(event)
    }
  }

  #recordTry(event: TryEvent): void {
    const { host, debt } = event
    const isOwed = this.openDebts.has(debt)
    must(isOwed, 'a debt is written before its effect, and kept', () => `${event.kind}: ${debt} is not owed`)
    if (event.kind === 'settling-failed') return event.isOver ? void this.tries.delete(host) : undefined
    const running = this.running.get(host)
    must(!running, 'no attempt runs twice', () => `${debt} is being settled while ${running?.step} runs`)
    this.#forget(host)
    this.tries.set(host, { debt, attempt: event.attempt })
    this.settlings += 1
  }

  #forget(host: HostName): void {
    this.tries.delete(host)
    this.lost.delete(host)
  }

  #recordEnd(event: RolloutEvent): void {
    switch (event.kind) {
      case 'host-finished':
      case 'host-skipped':
      case 'host-failed':
      case 'host-excluded': {
        const words = { 'host-finished': 'succeeded', 'host-skipped': 'skipped', 'host-failed': 'failed' } as const
        const isBusy = this.running.has(event.host)
        must(!isBusy, 'the picture of every host is right', () => `${event.kind}: ${event.host} is on its way`)
        return void this.ended.set(event.host, event.kind === 'host-excluded' ? 'excluded' : words[event.kind])
      }
      case 'brake-pulled':
        this.isBraked = true
        return
      case 'brake-released':
        this.isBraked = false
        return
      case 'revoke-requested':
        this.isRevoking = true
        return
      case 'rollout-finished':
        this.result = event.result
        return this.#judgeResult(event.result)
      default:
        return
    }
  }

  #judgeResult(result: string): void {
    must(
      this.running.size === 0,
      'one rollout per cluster',
      () => `over, and ${[...this.running.keys()].join(', ')} still run`,
    )
    if (result !== 'succeeded') return
    const planned = this.settings.plan.batches.flatMap(({ hosts }) => hosts)
    const undone = planned.filter((host) => !['succeeded', 'skipped', 'excluded'].includes(this.ended.get(host) ?? ''))
    must(undone.length === 0, 'the picture of every host is right', () => `succeeded without ${undone.join(', ')}`)
  }

  #recordStep(event: StepEvent): void {
    const { host, step, attempt } = event
    const running = this.running.get(host)
    if (event.kind === 'step-finished') {
      const isSkipped = event.outcome === 'skipped' && running === undefined
      const isTheOne = running?.step === step && running.attempt === attempt
      must(isSkipped || isTheOne, 'no attempt runs twice', () => `${host} ${step}.${attempt} ends and was not running`)
      this.running.delete(host)
      // it began after everything else had ended there
      if (event.exitCode !== undefined) this.#forget(host)
      else if (event.code === lostCode)
        this.lost.set(host, (this.lost.get(host) ?? new Set()).add(`${step}.${attempt}`))
      return void this.#last.set(host, { step, outcome: event.outcome })
    }
    const key = `${host} ${step}.${attempt}`
    must(!this.#started.has(key), 'no attempt runs twice', () => `${key} is started again`)
    must(running === undefined, 'no attempt runs twice', () => `${key} starts while ${running?.step} runs`)
    this.#started.add(key)
    this.running.set(host, { step, attempt, purpose: event.purpose })
    const owed = !isDebtStep(step) || !this.settings.lifecycle[step].configured || this.owes(host, step)
    must(owed, 'a debt is written before its effect, and kept', () => `${key} starts without a debt`)
    if (event.purpose === 'forward') this.#judgeForward(host, step, key)
  }

  #judgeForward(host: HostName, step: StepName, key: string): void {
    const isHeld = this.isBraked || this.isRevoking
    must(!isHeld || !startsSomething.has(step), 'hosts rest at safe points only', () => `${key} starts under the brake`)
    const last = this.#last.get(host)
    const before = stepNames[stepNames.indexOf(step) - 1]
    const isAdvisory = step === 'drain' && this.settings.lifecycle.mute.onFailure === 'advisory'
    const follows =
      last === 'new' || last === 'retried'
        ? step === 'precheck' || (last === 'retried' && step === 'admit')
        : last?.step === step || (last?.step === before && (last?.outcome !== 'failed' || isAdvisory))
    must(follows, 'a step starts from the success of the one before', () => `${key} after ${JSON.stringify(last)}`)
    const batch = this.settings.plan.batches.find(({ hosts }) => hosts.includes(host))?.index
    const isDue = batch !== undefined && this.#batches.has(batch)
    must(isDue, 'no gate opens without its record', () => `${key} starts before its batch`)
  }

  #recordBatch(batch: number): void {
    this.#batches.add(batch)
    const behind = this.settings.gates.filter((gate) => {
      if (gate.position === 'before-closing') return false
      return (
        gate.batch === undefined || gate.position === 'before-canary' || gate.batch < batch + offsetOf(gate.position)
      )
    })
    const shut = behind.filter(({ id }) => !this.#gates.get(id)?.isOpen)
    must(
      shut.length === 0,
      'no gate opens without its record',
      () => `batch ${batch} starts before ${shut[0]?.id} opened`,
    )
  }

  #recordGate(event: GateEvent, atMs: number, actor: string): void {
    const gate = this.#gates.get(event.gate)
    const items = this.settings.gates.find(({ id }) => id === event.gate)?.items ?? []
    if (!gate) throw new Broken('no gate opens without its record', `${event.gate} is no gate of this rollout`)
    switch (event.kind) {
      case 'item-answered':
        return void gate.answered.add(event.item)
      case 'item-waived': {
        const item = items.find(({ id }) => id === event.item)
        const isAllowed = item !== undefined && canWaive(item, actor) && event.reason.trim() !== ''
        must(isAllowed, 'no gate opens without its record', () => `${actor} may not waive ${event.item}`)
        return void gate.waived.add(event.item)
      }
      case 'check-recorded':
        return void gate.checks.set(event.item, { holds: event.holds, atMs: event.checkedAtMs })
      case 'gate-rechecked':
        for (const item of event.items ?? [...gate.checks.keys()]) gate.checks.delete(item)
        return
      case 'gate-signed':
        return this.#recordSignature(gate, event, items, { atMs, actor })
      case 'gate-opened':
        must(gate.signers.size >= this.#approvers(), 'no gate opens without its record', () => `${event.gate} unsigned`)
        gate.isOpen = true
        return
      default:
        return
    }
  }

  #recordSignature(
    gate: GateBook,
    event: Extract<RolloutEvent, { kind: 'gate-signed' }>,
    items: readonly ChecklistItem[],
    { atMs, actor }: { readonly atMs: number; readonly actor: string },
  ): void {
    const { type, strategy, startedBy } = this.settings
    const isBarred = type === 'release' && strategy.signOff.notBy === 'starter' && actor === startedBy
    const isOwn = event.by === actor && !isBarred && !gate.signers.has(actor)
    must(isOwn, 'no gate opens without its record', () => `${event.gate}: ${actor} may not sign as ${event.by}`)
    const isQuiet = !this.isBraked && this.running.size === 0
    must(isQuiet, 'no gate opens without its record', () => `${event.gate} is signed while something is under way`)
    const open = items.filter((item) => item.blocking && !holds(gate, item, atMs))
    must(open.length === 0, 'no gate opens without its record', () => `${event.gate} is signed without ${open[0]?.id}`)
    const isWhole = [...gate.answered].every((item) => event.record.answers[item] !== undefined)
    must(isWhole, 'no gate opens without its record', () => `the signature of ${event.gate} lacks its answers`)
    gate.signers.add(actor)
  }

  #approvers(): number {
    return this.settings.type === 'rollback' ? 1 : this.settings.strategy.signOff.approvers
  }
}

/** A gate before a batch stands before that batch; one after a soak stands before the next. */
const offsetOf = (position: string): number => (position === 'after-soak' ? 0 : 1)

const mayFollowTheEnd: ReadonlySet<RolloutEvent['kind']> = new Set([
  'debt-settled',
  'settling-started',
  'settling-failed',
  'rolled-back',
  'release-blocked',
  'lock-released',
  'lock-lost',
] as const)

function holds(gate: GateBook, item: ChecklistItem, atMs: number): boolean {
  if (gate.waived.has(item.id)) return true
  if (!isAutomatic(item)) return gate.answered.has(item.id)
  const check = gate.checks.get(item.id)
  return check !== undefined && check.holds && atMs - check.atMs <= longestTrustMs && check.atMs <= atMs
}
