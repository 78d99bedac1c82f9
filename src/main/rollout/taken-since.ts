import type { RolloutId } from '../../shared/domain/ids'
import type { DebtEntry } from '../ports/debts'
import type { RolloutBook } from '../ports/rollouts'

type Owed = Pick<DebtEntry, 'rollout' | 'app' | 'environment' | 'host' | 'kind'>

/**
 * Another rollout that may have taken a host after this one gave it back: one that owes the same for it, since which of two
 * debts is the later one only a clock knows, which may have been set; or a later one that did, whoever settled that and how.
 * @throws AppError `db.*`
 */
export function findTakenSince(
  book: Pick<RolloutBook, 'list' | 'listOpenDebts' | 'hadDebt'>,
  { rollout, app, environment, host, kind }: Owed,
): RolloutId | undefined {
  const open = book.listOpenDebts({ app, environment, host })
  const beside = open.find((other) => other.kind === kind && other.rollout !== rollout)
  if (beside) return beside.rollout
  const all = book.list({ app, environment }).map((entry) => entry.rollout)
  return all.slice(0, all.indexOf(rollout)).find((later) => book.hadDebt(later, host, kind))
}
