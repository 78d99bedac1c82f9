import { fromWireError, type WireError } from '../../shared/errors/app-error'
import type { Output } from '../../shared/ipc/contract'
import { describeError } from './describe-error'
import { LockButton, type LockChoice } from './lock-dialog'
import { Note } from './notes'

/** What could not be settled and why, with the way on where the lock of the cluster is in the way. */
export function Unsettled({
  settlements,
  onChoose,
}: {
  readonly settlements: Output<'debt:settle'>
  /** Settle these once more, with what the person chose. */
  readonly onChoose: (debts: string[], lock: LockChoice) => Promise<unknown>
}) {
  const groups = Map.groupBy(
    settlements.filter(({ ok }) => !ok),
    ({ problem = '' }) => problem,
  )
  return [...groups].map(([problem, behind]) => {
    const error = behind[0]?.error
    const failure = error && fromWireError(error as WireError)
    const hosts = [...new Set(behind.map(({ host }) => host))].join(', ')
    const debts = behind.map(({ debt }) => debt)
    return (
      <Note key={problem} tone="red">
        <p>{`${hosts}: ${failure ? describeError(failure) : problem}`}</p>
        <LockButton error={failure} className="mt-1.5" onChoose={(lock) => onChoose(debts, lock)} />
      </Note>
    )
  })
}
