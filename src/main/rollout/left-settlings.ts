import type { RolloutId } from '../../shared/domain/ids'
import { debtSteps, type DebtKind } from '../../shared/domain/lifecycle'
import { consoleActor, type RolloutCommand, type StepResult } from '../../shared/domain/rollout-command'
import { isSettlingTry, type RolloutState, type UnsettledAttempt } from '../../shared/domain/rollout-state'
import { AppError } from '../../shared/errors/app-error'
import type { DebtEntry } from '../ports/debts'
import { findRolloutAt, tellOpenRollout, whyNotPutBack, type SettlePorts } from './settle-debts'
import { findTakenSince } from './taken-since'

/**
 * The console before this one ended while somebody settled debts: see what it had begun on their hosts to its end, and tell in
 * the journal what came of it. One whose reverse turns out to be confirmed is settled by that, the others stay open. For a door
 * that stays. Never rejects: what cannot be told now stays in the journal as it was begun, for the next console.
 */
export async function endLeftSettlings(ports: SettlePorts): Promise<void> {
  for (const [rollout, debts] of listTried(ports)) await endThose(ports, rollout, debts).catch(() => undefined)
}

/** Open debts of rollouts that somebody settled debts of; none where that cannot be read now. */
function listTried({ book }: SettlePorts): readonly (readonly [RolloutId, readonly DebtEntry[]])[] {
  const isTried = (debt: DebtEntry) => book.listSettlings(debt).some(({ rollout }) => rollout === debt.rollout)
  try {
    const byRollout = Map.groupBy(book.listOpenDebts({}), ({ rollout }) => rollout)
    return [...byRollout].filter(([, debts]) => debts.slice(0, 1).some(isTried))
  } catch {
    return []
  }
}

/** Nobody waits for a debt of which nothing was left. A long journal is read once for all of them. */
async function endThose(ports: SettlePorts, rollout: RolloutId, debts: readonly DebtEntry[]): Promise<void> {
  const { hosts } = await ports.rollouts.view(rollout)
  for (const debt of debts) {
    if (triesOf(hosts[debt.host]?.unsettled, debt.kind).length === 0) continue
    await ports.rollouts.settling.during(debt, () => endOne(ports, debt)).catch(() => undefined)
  }
}

/** Those of a try to settle a debt of this kind, in their order. */
const triesOf = (unsettled: readonly UnsettledAttempt[] = [], kind: DebtKind): readonly UnsettledAttempt[] => {
  const tries = unsettled.filter(isSettlingTry)
  return tries.at(-1)?.step === debtSteps[kind] ? tries : []
}

async function endOne(ports: SettlePorts, debt: DebtEntry): Promise<void> {
  const { rollouts } = ports
  // again: somebody may have settled it, or gone on with its host, meanwhile
  const state = await rollouts.view(debt.rollout)
  const tries = triesOf(state.hosts[debt.host]?.unsettled, debt.kind)
  // a rollout that goes on with the host sees what is left there to its end itself
  if (tries.length === 0 || findRolloutAt(ports, debt)) return
  const tell = (command: RolloutCommand) => rollouts.tell(debt.rollout, command, consoleActor)
  const about = { debt: debt.debt, isFound: true }
  const end = await seeEnd(ports, state, debt, tries)
  const isKnown = state.debts[debt.debt]?.settling?.problem !== undefined
  if (end.kind === 'unseen') {
    if (!isKnown) await tell({ kind: 'fail-settling', ...about, reason: end.why })
    return
  }
  const why = end.why ?? whyTakenSince(ports, debt)
  if (why !== undefined) return void (await tell({ kind: 'fail-settling', ...about, reason: why, isOver: true }))
  await tellOpenRollout(ports, debt, consoleActor)
  const how = `${debtSteps[debt.kind]} was confirmed after the console that began it had ended`
  await tell({ kind: 'settle-debt', ...about, how, isConfirmed: true })
}

function whyTakenSince({ book }: SettlePorts, debt: DebtEntry): string | undefined {
  const other = findTakenSince(book, debt)
  const step = debtSteps[debt.kind]
  return other && `${step} was confirmed, but rollout ${other} may have taken ${debt.host} again since; settle it again`
}

type TryEnd = { readonly kind: 'unseen'; readonly why: string } | { readonly kind: 'over'; readonly why?: string }

/** `why`: for what reason the host was not given back by it, as far as that can be seen. */
async function seeEnd(
  { steps }: SettlePorts,
  { settings }: RolloutState,
  { host, kind }: DebtEntry,
  tries: readonly UnsettledAttempt[],
): Promise<TryEnd> {
  let last: StepResult | undefined
  try {
    for (const attempt of tries) {
      last = await steps.settle({ settings, host, ...attempt })
      const why = last && whyNotPutBack(host, attempt.step, last)
      if (why !== undefined) return { kind: 'over', why }
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { kind: 'unseen', why: `its console ended, and what came of it cannot be seen: ${error.message}` }
  }
  if (last) return { kind: 'over' }
  return { kind: 'over', why: `its console ended before ${debtSteps[kind]} began; settle it again` }
}
