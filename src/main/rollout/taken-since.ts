import type { RolloutId } from '../../shared/domain/ids'
import type { DebtKind } from '../../shared/domain/lifecycle'
import type { DebtEntry } from '../ports/debts'
import type { RolloutBook } from '../ports/rollouts'

export type Owed = Pick<DebtEntry, 'rollout' | 'app' | 'environment' | 'host' | 'kind'>
type Book = Pick<RolloutBook, 'list' | 'listOpenDebts' | 'hadDebt'>

/**
 * What a rollout owes for a host, of the kinds that were given back there, where nobody may have taken it again since.
 * @throws AppError `db.*`
 */
export function listGivenBack(
  book: Book,
  { rollout, app, environment, host }: Omit<Owed, 'kind'>,
  gaveBack: ReadonlySet<DebtKind>,
): DebtEntry[] {
  if (gaveBack.size === 0) return []
  return book
    .listOpenDebts({ app, environment, host })
    .filter((debt) => debt.rollout === rollout && gaveBack.has(debt.kind) && !findTakenSince(book, debt))
}

/**
 * Another rollout that may have taken a host after this one gave it back: one that owes the same for it, since which of two
 * debts is the later one only a clock knows, which may have been set; or a later one that did, whoever settled that and how.
 * @throws AppError `db.*`
 */
export function findTakenSince(book: Book, { rollout, app, environment, host, kind }: Owed): RolloutId | undefined {
  const open = book.listOpenDebts({ app, environment, host })
  const beside = open.find((other) => other.kind === kind && other.rollout !== rollout)
  if (beside) return beside.rollout
  const all = book.list({ app, environment }).map((entry) => entry.rollout)
  return all.slice(0, all.indexOf(rollout)).find((later) => book.hadDebt(later, host, kind))
}
