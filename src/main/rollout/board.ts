import { mergeOrders, projectBoard } from '../../shared/domain/board'
import type { RolloutState } from '../../shared/domain/rollout-state'
import { projectRolloutLine } from '../../shared/domain/rollout-line'
import { AppError } from '../../shared/errors/app-error'
import type { ClusterBook } from '../ports/inventory'
import type { RolloutBook, RolloutEntry } from '../ports/rollouts'
import type { RolloutService } from './rollout-service'

type BoardPorts = {
  readonly clusters: ClusterBook
  readonly book: RolloutBook
  readonly rollouts: Pick<RolloutService, 'look'>
}

/** As many last results as one sees without scrolling. */
const recentShown = 12

/**
 * All apps in all environments, with what is in progress and how the last rollouts ended. Costs some queries for each
 * cluster, whatever the number of hosts.
 */
export function showBoard({ clusters, book, rollouts }: BoardPorts) {
  const heads = clusters.listClusters()
  const open = book.list({ isOpen: true })
  const orders = [...Map.groupBy(heads, ({ app }) => app).values()]
  return {
    environments: mergeOrders(orders.map((list) => list.map(({ environment }) => environment))),
    apps: clusters.listApps(),
    cells: projectBoard<RolloutEntry>({
      clusters: heads,
      counts: clusters.countHosts(),
      debts: book.listOpenDebts({}),
      open,
      lastOf: ({ app, environment }) => book.list({ app, environment, isOpen: false, limit: 1 })[0],
      sinceOf: ({ app, environment }, version) =>
        book.list({ app, environment, version, result: 'succeeded', limit: 1 })[0]?.finishedAtMs,
    }),
    open: open.flatMap((entry) => {
      const state = stateOf(rollouts, entry)
      return state ? [{ ...entry, ...projectRolloutLine(state) }] : []
    }),
    recent: book.list({ isOpen: false, limit: recentShown }),
  }
}

/** Undefined for a journal that cannot be folded: it must not hide all others, and whoever asks for it is told why. */
function stateOf(rollouts: BoardPorts['rollouts'], { rollout }: RolloutEntry): RolloutState | undefined {
  try {
    return rollouts.look(rollout).state
  } catch (error) {
    if (error instanceof AppError) return undefined
    throw error
  }
}
