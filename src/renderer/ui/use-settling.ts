import { useState } from 'react'
import type { Input, Output } from '../../shared/ipc/contract'
import { useAction } from '../api/queries'
import { mergeSettlements } from './unsettled-groups'

/** Settle debts, and keep in sight what could not be; `owed`: ids of those that are open. */
export function useSettling(owed: readonly string[]) {
  const settle = useAction('debt:settle')
  const [settlements, setSettlements] = useState<Output<'debt:settle'>>([])
  /** @throws AppError, which is in `error` as well */
  const run = async (input: Input<'debt:settle'>): Promise<void> => {
    const settled = await settle.mutateAsync(input)
    setSettlements((before) => mergeSettlements(before, settled))
  }
  return {
    run,
    error: settle.error,
    /** When the try under way began, UTC milliseconds; undefined when there is none. */
    sinceMs: settle.isPending ? settle.submittedAt : undefined,
    /** What was settled in another way since needs no reason any more. */
    unsettled: settlements.filter(({ debt, ok }) => !ok && owed.includes(debt)),
    isTried: settlements.length > 0,
  }
}
