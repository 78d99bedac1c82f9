import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fromWireError, type WireError } from '../../shared/errors/app-error'
import type { Output, RawInput } from '../../shared/ipc/contract'
import { Button } from './button'
import { describeError } from './describe-error'
import { LockDialog, lockObstacleOf } from './lock-dialog'
import { Note } from './notes'

type Settlement = Output<'debt:settle'>[number]
type LockChoice = RawInput<'debt:settle'>['lock']

/** What could not be settled and why, with the way on where the lock of the cluster is in the way. */
export function Unsettled({
  settlements,
  onChoose,
}: {
  readonly settlements: readonly Settlement[]
  /** Settle these once more, with what the person chose. */
  readonly onChoose: (debts: string[], lock: LockChoice) => Promise<unknown>
}) {
  const groups = Map.groupBy(
    settlements.filter(({ ok }) => !ok),
    ({ problem = '' }) => problem,
  )
  return [...groups].map(([problem, behind]) => <Problem key={problem} behind={behind} onChoose={onChoose} />)
}

function Problem({
  behind,
  onChoose,
}: {
  readonly behind: readonly Settlement[]
  readonly onChoose: (debts: string[], lock: LockChoice) => Promise<unknown>
}) {
  const { t } = useTranslation()
  const [isAsking, setIsAsking] = useState(false)
  const { problem = '', error } = behind[0] ?? {}
  const failure = error && fromWireError(error as WireError)
  const obstacle = lockObstacleOf(failure)
  const hosts = [...new Set(behind.map(({ host }) => host))].join(', ')
  return (
    <Note tone="red">
      <p>{`${hosts}: ${failure ? describeError(failure) : problem}`}</p>
      {obstacle ? (
        <Button size="sm" className="mt-1.5" onClick={() => setIsAsking(true)}>
          {t(obstacle.code === 'lock.stale' ? 'lock.break.open' : 'lock.without.open')}
        </Button>
      ) : null}
      {obstacle && isAsking ? (
        <LockDialog
          obstacle={obstacle}
          onClose={() => setIsAsking(false)}
          onChoose={(lock) =>
            onChoose(
              behind.map(({ debt }) => debt),
              lock,
            )
          }
        />
      ) : null}
    </Note>
  )
}
