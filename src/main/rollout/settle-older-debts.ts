import { consoleActor, type RolloutCommand } from '../../shared/domain/rollout-command'
import type { RolloutId } from '../../shared/domain/ids'
import { evolveAll } from '../../shared/domain/rollout-evolve'
import type { RolloutEvent } from '../../shared/domain/rollout-event'
import type { DebtState, RolloutState } from '../../shared/domain/rollout-state'
import { AppError } from '../../shared/errors/app-error'
import type { DebtEntry } from '../ports/debts'
import type { RolloutStore } from '../ports/journal'
import type { RolloutBook } from '../ports/rollouts'

type Teller = { tell(rollout: RolloutId, command: RolloutCommand, by: string): Promise<unknown> }

/**
 * What a rollout gave back may be owed by earlier ones: those debts are settled there too. Only a reverse that was confirmed
 * counts, and only debts that are older than the one it settled: a later one may be about a host that is out right now.
 */
export function settleOlderDebts(
  teller: Teller,
  book: RolloutBook,
  state: RolloutState,
  events: readonly { readonly event: RolloutEvent }[],
): void {
  for (const { event } of events) {
    const own = event.kind === 'debt-settled' && event.isConfirmed ? state.debts[event.debt] : undefined
    if (own) settleThose(teller, state, own, olderDebts(book, state, own))
  }
}

/**
 * The same for what a console that ended between the two could not tell any more. Looks only at rollouts that came after a
 * debt which is still open.
 */
export function settleLeftDebts(
  teller: Teller,
  { book, store }: { readonly book: RolloutBook; readonly store: RolloutStore },
): void {
  const folds = new Map<RolloutId, RolloutState | undefined>()
  for (const debt of book.listOpenDebts({})) {
    const { app, environment } = debt
    const later = book
      .list({ app, environment })
      .filter(({ rollout, createdAtMs }) => rollout !== debt.rollout && createdAtMs >= debt.recordedAtMs)
    for (const { rollout } of later) {
      const state = folds.has(rollout) ? folds.get(rollout) : foldOf(store, rollout)
      folds.set(rollout, state)
      const own = state && Object.values(state.debts).find((each) => gaveBack(each, debt))
      if (state && own) settleThose(teller, state, own, [debt])
    }
  }
}

const gaveBack = (own: DebtState, debt: DebtEntry): boolean =>
  own.isConfirmed === true && own.host === debt.host && own.kind === debt.kind && own.recordedAtMs >= debt.recordedAtMs

/** Undefined as well for a journal that cannot be folded: whoever asks for that rollout is told why. */
function foldOf(store: RolloutStore, rollout: RolloutId): RolloutState | undefined {
  try {
    return evolveAll(undefined, store.read(rollout))
  } catch {
    return undefined
  }
}

/** Empty when the list cannot be read now: what stays open is settled at the next start of a console. */
function olderDebts(book: RolloutBook, { settings }: RolloutState, own: DebtState): readonly DebtEntry[] {
  const { app, environment, rollout } = settings
  try {
    return book
      .listOpenDebts({ app, environment, host: own.host })
      .filter((debt) => debt.rollout !== rollout && gaveBack({ ...own, isConfirmed: true }, debt))
  } catch (error) {
    if (error instanceof AppError) return []
    throw error
  }
}

function settleThose(teller: Teller, { settings }: RolloutState, own: DebtState, debts: readonly DebtEntry[]): void {
  for (const { rollout, debt } of debts) {
    const how = `${own.how ?? 'the reverse was confirmed'} in rollout ${settings.rollout}`
    const command = { kind: 'settle-debt', debt, how, isConfirmed: true } as const
    // refused or not to be stored now: the debt stays in sight, and the next console tries again
    void teller.tell(rollout, command, consoleActor).catch(() => undefined)
  }
}
