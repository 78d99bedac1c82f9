import type { Handlers, Output } from '../../shared/ipc/contract'
import type { showBoard } from '../rollout/board'

/** What the home page shows. */
export function boardHandlers(show: () => ReturnType<typeof showBoard>): Pick<Handlers, 'board:show'> {
  return { 'board:show': () => toWire(show()) }
}

const toWire = ({ apps, cells, open, recent, environments }: ReturnType<typeof showBoard>): Output<'board:show'> => ({
  environments,
  apps: apps.map((app) => ({ ...app })),
  cells: cells.map((cell) => ({ ...cell, lastRollout: cell.lastRollout && { ...cell.lastRollout } })),
  open: open.map((line) => ({ ...line })),
  recent: recent.map((entry) => ({ ...entry })),
})
