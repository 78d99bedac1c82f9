import { AppError } from '../../shared/errors/app-error'
import type { Inventory } from '../ports/inventory'
import type { RolloutBook } from '../ports/rollouts'
import { getApp } from './cluster'

/**
 * Forget an app; its history stays.
 * @throws AppError `rollout.app-unknown`, `rollout.app-in-use` while a rollout of it is in progress or owes something
 */
export function removeApp({ inventory, book }: { inventory: Inventory; book: RolloutBook }, app: string): void {
  getApp(inventory, app)
  const [open] = book.list({ app, isOpen: true })
  if (open) refuse(app, `rollout ${open.rollout} in ${open.environment} is in progress`)
  const debts = book.listOpenDebts({ app })
  const [debt] = debts
  if (debt) refuse(app, `${debts.length} undo debts are open, one of them for ${debt.host}`)
  inventory.removeApp(app)
}

function refuse(app: string, why: string): never {
  throw new AppError('rollout.app-in-use', { details: { app, why } })
}
