import type { Output } from '../../shared/ipc/contract'
import { describeError } from './describe-error'
import { LockButton, type LockChoice } from './lock-dialog'
import { Note } from './notes'
import { Prose } from './prose'
import { unsettledGroups } from './unsettled-groups'

/** What could not be settled and why, with the way on where the lock of the cluster is in the way. */
export function Unsettled({
  settlements,
  onChoose,
}: {
  readonly settlements: Output<'debt:settle'>
  /** Settle these once more, with what the person chose. */
  readonly onChoose: (debts: string[], lock: LockChoice) => Promise<unknown>
}) {
  return unsettledGroups(settlements).map(({ key, error, problem, hosts, debts }) => (
    <Note key={key} tone="red">
      <p>
        <Prose text={reasonText(hosts, error ? describeError(error) : problem)} />
      </p>
      <LockButton error={error} className="mt-1.5" onChoose={(lock) => onChoose([...debts], lock)} />
    </Note>
  ))
}

/** Most reasons name the host by themselves. */
const reasonText = (hosts: readonly string[], reason: string) =>
  hosts.every((host) => reason.includes(host)) ? reason : `${hosts.join(', ')}: ${reason}`
