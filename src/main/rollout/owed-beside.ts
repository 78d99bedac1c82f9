import type { DebtEntry } from '../ports/debts'
import type { RolloutBook } from '../ports/rollouts'

type Owed = Pick<DebtEntry, 'rollout' | 'app' | 'environment' | 'host' | 'kind'>

/**
 * A debt of the same kind that another rollout has for the host. It may have taken the host after this one gave it back: which
 * of two debts is the later one only a clock knows, which may have been set. @throws AppError `db.*`
 */
export const findOwedBeside = (
  book: Pick<RolloutBook, 'listOpenDebts'>,
  { rollout, app, environment, host, kind }: Owed,
): DebtEntry | undefined =>
  book.listOpenDebts({ app, environment, host }).find((other) => other.kind === kind && other.rollout !== rollout)
