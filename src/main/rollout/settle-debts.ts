import type { RolloutCommand, StepResult } from '../../shared/domain/rollout-command'
import type { FirstLock } from '../../shared/domain/rollout-decide'
import type { HostName, RolloutId } from '../../shared/domain/ids'
import { hostsInFlight, isDue, openDebts, type RolloutState } from '../../shared/domain/rollout-state'
import { debtSteps, settlingLabel, type StepName } from '../../shared/domain/lifecycle'
import { AppError, toWireError, type WireError } from '../../shared/errors/app-error'
import type { Clock } from '../ports/clock'
import type { DebtEntry } from '../ports/debts'
import type { RolloutBook } from '../ports/rollouts'
import type { EarlierAttempts } from './earlier-attempts'
import type { RolloutService } from './rollout-service'
import { settleAttempts, settleFound } from './settle-attempts'
import type { StepRunner } from './step-runner'
import { listGivenBack } from './taken-since'
import type { LockChoice } from './take-lock'

/** What settling needs. */
export type SettlePorts = {
  readonly rollouts: RolloutService
  readonly book: RolloutBook
  readonly steps: StepRunner
  readonly earlier: EarlierAttempts
  readonly clock: Clock
}
export type SettleInput = {
  readonly debts: readonly string[]
  readonly by: string
  readonly byHand: boolean
  readonly reason?: string | undefined
  readonly lock?: LockChoice | undefined
}
export type Settlement = {
  readonly debt: string
  readonly host: string
  readonly ok: boolean
  readonly problem?: string | undefined
  /** What was in the way, other than the host: a rule, a lock, the way to the host. */
  readonly error?: WireError | undefined
}

/**
 * Do the reverse of open debts and confirm it: drains before mutes, the latest of a host first, one after the other. A host
 * goes back into traffic only when it is well, and its silence ends only when it does not stay out; none of a cluster that is
 * in the hands of another console. `byHand` marks them as settled, on the word and with the reason of the person.
 * @throws AppError `rollout.debt-unknown`, `gate.reason-missing`
 */
export async function settleDebts(ports: SettlePorts, input: SettleInput): Promise<Settlement[]> {
  if (input.byHand && !input.reason?.trim()) {
    throw new AppError('gate.reason-missing', { details: { action: 'settle a debt by hand' } })
  }
  const open = ports.book.listOpenDebts({})
  const wanted = input.debts.flatMap((text) => {
    const found = open.filter(({ debt, host }) => debt === text || host === text)
    if (found.length === 0) throw new AppError('rollout.debt-unknown', { details: { debt: text } })
    return found
  })
  const ordered = [...new Set(wanted)].toSorted((a, b) => rank(a) - rank(b) || b.recordedAtMs - a.recordedAtMs)
  const settlements: Settlement[] = []
  for (const debt of ordered) settlements.push(await settleOne(ports, debt, input))
  return settlements
}

const rank = ({ kind }: DebtEntry): number => (kind === 'drain' ? 0 : 1)

async function settleOne(ports: SettlePorts, debt: DebtEntry, input: SettleInput): Promise<Settlement> {
  const base = { debt: debt.debt, host: debt.host }
  const settle = async (how: string, isConfirmed: boolean): Promise<Settlement> => {
    await ports.rollouts.tell(debt.rollout, { kind: 'settle-debt', debt: debt.debt, how, isConfirmed }, input.by)
    return { ...base, ok: true }
  }
  if (input.byHand) return settle(`by hand by ${input.by}: ${input.reason}`, false)
  try {
    return await ports.rollouts.whileSettling(debt, input.by, input.lock, async (lock) => {
      requireResting(ports, debt)
      const problem = findLaterDebt(ports, debt) ?? whyMuted(ports, debt)
      const ended = problem === undefined ? await reverse(ports, debt, input.by) : { kind: 'failed' as const, problem }
      if (ended.kind === 'failed') return { ...base, ok: false, problem: ended.problem }
      // somebody else was first, and knows how
      if (ended.kind === 'settled') return { ...base, ok: true }
      await tellOpenRollout(ports, debt, input.by)
      return await settle(`${debtSteps[debt.kind]} was confirmed${noteOf(lock)}`, true)
    })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { ...base, ok: false, problem: error.message, error: toWireError(error) }
  }
}

/**
 * A host that is on its way, or begins as soon as there is room for it, in whichever rollout, must not be put back in the
 * middle of it.
 * @throws AppError `rollout.debt-in-use`
 */
function requireResting(ports: SettlePorts, debt: DebtEntry): void {
  const rollout = findRolloutAt(ports, debt)
  if (rollout) throw new AppError('rollout.debt-in-use', { details: { host: debt.host, rollout } })
}

/** The rollout in which the host of a debt is on its way, or begins as soon as there is room for it. */
export function findRolloutAt(
  { rollouts, book }: SettlePorts,
  { app, environment, host }: DebtEntry,
): RolloutId | undefined {
  const open = book.findOpen(app, environment)
  return open && isOnItsWay(rollouts.look(open.rollout).state, host) ? open.rollout : undefined
}

function isOnItsWay(state: RolloutState, name: HostName): boolean {
  if (hostsInFlight(state).some((host) => host.name === name)) return true
  const host = state.hosts[name]
  return !state.brake && !state.revoking && host !== undefined && isDue(state, host)
}

/** First of all, so that a console which ends in between leaves the debt open: a later rollout found the host out, and it serves now. */
export async function tellOpenRollout({ rollouts, book }: SettlePorts, debt: DebtEntry, by: string): Promise<void> {
  const { app, environment, host, kind } = debt
  const open = book.findOpen(app, environment)
  if (!open || open.rollout === debt.rollout) return
  await rollouts.tell(open.rollout, { kind: 'report-given-back', debt: debt.debt, host, debtKind: kind }, by)
}

/** A host that stays out of traffic stays muted; undefined when it is not out. */
function whyMuted({ book }: SettlePorts, { app, environment, host, kind }: DebtEntry): string | undefined {
  const isOut = book.listOpenDebts({ app, environment, host }).some((debt) => debt.kind === 'drain')
  return kind === 'mute' && isOut ? `${host} is still out of traffic, so it stays muted` : undefined
}

/** What a host runs that was taken out again later is known to the later rollout; undefined when there is none. */
function findLaterDebt(
  { book }: SettlePorts,
  { app, environment, host, kind, recordedAtMs }: DebtEntry,
): string | undefined {
  const later = book
    .listOpenDebts({ app, environment, host })
    .find((debt) => debt.kind === kind && debt.recordedAtMs > recordedAtMs)
  return later && `rollout ${later.rollout} left a later debt of the same kind for ${host}; settle ${later.debt} first`
}

type Ended = { readonly kind: 'confirmed' | 'settled' } | { readonly kind: 'failed'; readonly problem: string }

/**
 * Run the reverse step, with its beginning and its failure in the journal. `settled`: nothing was owed any more.
 * @throws AppError as `StepRunner.run`, `journal.*`
 */
async function reverse(ports: SettlePorts, debt: DebtEntry, by: string): Promise<Ended> {
  const { rollouts, clock } = ports
  const tell = (command: RolloutCommand) => rollouts.tell(debt.rollout, command, by)
  const isOpen = (state: RolloutState) => openDebts(state).some(({ id }) => id === debt.debt)
  try {
    const { state } = rollouts.look(debt.rollout)
    if (!isOpen(state)) return { kind: 'settled' }
    const found = await listFound(ports, state, debt)
    // again: that may have taken a while
    requireResting(ports, debt)
    for (const each of found) await tellFound(ports, each, by)
    if (found.some((each) => each.debt === debt.debt)) return { kind: 'settled' }
    // settling is no step of the rollout any more, so its attempts are told apart by the moment they began
    const attempt = clock.nowMs()
    if (!isOpen(await tell({ kind: 'start-settling', debt: debt.debt, attempt }))) return { kind: 'settled' }
    const problem = await putBack(ports, state, debt, attempt)
    if (problem === undefined) return { kind: 'confirmed' }
    await tell({ kind: 'fail-settling', debt: debt.debt, reason: problem, isOver: true })
    return { kind: 'failed', problem }
  } catch (error) {
    // where that cannot be stored either, the debt stays in sight and its beginning is known
    if (error instanceof AppError)
      await tell({ kind: 'fail-settling', debt: debt.debt, reason: error.message }).catch(() => undefined)
    throw error
  }
}

/** See what was begun on a host before to its end; the debts of it that turn out to be given back by that. @throws AppError as `reverse` */
async function listFound({ steps, earlier, book }: SettlePorts, state: RolloutState, debt: DebtEntry) {
  const gaveBack = await settleAttempts(steps, state, debt.host)
  const others = await earlier.settleAll(steps, state.settings, debt.host)
  return [...listGivenBack(book, debt, gaveBack), ...others]
}

async function tellFound(ports: SettlePorts, debt: DebtEntry, by: string): Promise<void> {
  await tellOpenRollout(ports, debt, by)
  await ports.rollouts.tell(debt.rollout, settleFound(debt.debt, debt.kind), by)
}

/** The steps that give a host back; undefined when that was confirmed, else why not. */
async function putBack(
  ports: SettlePorts,
  { settings }: RolloutState,
  debt: DebtEntry,
  attempt: number,
): Promise<string | undefined> {
  const { host, kind } = debt
  const run = (step: StepName) =>
    ports.steps.run({ settings, host, step, attempt, label: settlingLabel(step, attempt) })
  if (settings.lifecycle.verify.configured && isUnverified(ports, debt)) {
    const problem = whyNotPutBack(host, 'verify', await run('verify'))
    if (problem !== undefined) return problem
  }
  const step = debtSteps[kind]
  return whyNotPutBack(host, step, await run(step))
}

/** What the end of a step that gives a host back says against it; undefined when it ended well. Pure. */
export function whyNotPutBack(host: HostName, step: StepName, { outcome, reason }: StepResult): string | undefined {
  if (outcome === 'ok') return undefined
  if (step === 'verify') return `${host} is not well, so it stays out of traffic: ${reason ?? 'verify failed'}`
  return `${step} failed: ${reason ?? 'no reason was given'}`
}

/**
 * Another version was switched on, or may have been, by any rollout that took the host out and has not given it back: before
 * it serves it must pass the same verify that its rollout asks for.
 */
function isUnverified({ rollouts, book }: SettlePorts, { app, environment, host, kind }: DebtEntry): boolean {
  const owing = book.listOpenDebts({ app, environment, host }).filter((debt) => debt.kind === 'drain')
  const hasRestarted = ({ rollout }: DebtEntry) =>
    rollouts.look(rollout).state.hosts[host]?.steps.restart.attempts !== 0
  return kind === 'drain' && owing.some(hasRestarted)
}

/** For the journal, which has no event for a lock that was held for a moment. Empty when nothing was in the way. */
function noteOf(taken: FirstLock | undefined): string {
  if (taken?.kind === 'waive-lock') return `, without the lock: ${taken.reason}`
  if (!taken?.broken) return ''
  const { holder, reason } = taken.broken
  return `, after the lock of ${holder.by} on ${holder.machine} was broken: ${reason}`
}
