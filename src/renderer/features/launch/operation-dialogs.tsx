import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { asHostName } from '../../../shared/domain/ids'
import type { RawInput } from '../../../shared/ipc/contract'
import { routes } from '../../app/routes'
import { useAction } from '../../api/queries'
import { currentPerson, usePerson } from '../../stores/person-store'
import { useRollout } from '../../stores/rollouts'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { LockDialog, lockObstacleOf, type LockObstacle } from '../../ui/lock-dialog'
import { Note } from '../../ui/notes'
import { KeysDialog } from './keys-dialog'
import { useLaunchActions, useLaunchUi } from './launch-ui'
import { viewExclusion, viewOperation, type OperationName } from './operations'
import { SettleDialog } from './settle-dialog'

/** The question that is open on the page, if any. */
export function OperationDialogs() {
  const ui = useLaunchActions()
  const dialog = useLaunchUi((state) => state.dialog)
  const close = () => ui.ask(undefined)
  switch (dialog?.kind) {
    case undefined:
      return null
    case 'keys':
      return <KeysDialog onClose={close} />
    case 'settle':
      return <SettleDialog debts={dialog.debts} onClose={close} />
    case 'exclude':
      return <ExcludeDialog host={dialog.host} onClose={close} />
    case 'resume':
    case 'retry':
    case 'revoke':
    case 'rollback':
      return <OperationDialog name={dialog.kind} onClose={close} />
  }
}

/** Asks before an operation of the rollout as a whole, with what follows from it. */
function OperationDialog({ name, onClose }: { readonly name: OperationName; readonly onClose: () => void }) {
  const { t } = useTranslation('launch')
  const [, go] = useLocation()
  const person = usePerson(({ person: who }) => who)
  const state = useRollout((rollout) => rollout)
  const { rollout } = state.settings
  const resume = useAction('rollout:resume')
  const retry = useAction('rollout:retry')
  const revoke = useAction('rollout:revoke')
  const rollback = useAction('rollout:rollback')
  const { consequences, refusal } = viewOperation(name, state, person)
  const [inTheWay, setInTheWay] = useState<{ readonly obstacle: LockObstacle; readonly reason: string }>()
  const run = async (reason: string, lock?: RawInput<'rollout:resume'>['lock']) => {
    const by = currentPerson()
    if (name === 'resume') return resume.mutateAsync({ rollout, by, lock })
    if (name === 'retry') return retry.mutateAsync({ rollout, by, lock })
    if (name === 'revoke') return revoke.mutateAsync({ rollout, by, reason })
    const { rollout: next } = await rollback.mutateAsync({ rollout, by, reason, lock })
    return go(routes.launch(next))
  }
  const tryRun = async (reason: string) => {
    try {
      return await run(reason)
    } catch (error) {
      const obstacle = lockObstacleOf(error)
      if (obstacle) setInTheWay({ obstacle, reason })
      throw error
    }
  }
  if (inTheWay) {
    const { obstacle, reason } = inTheWay
    return <LockDialog obstacle={obstacle} onClose={onClose} onChoose={(lock) => run(reason, lock)} />
  }
  const isGrave = name === 'revoke' || name === 'rollback'
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t(`dialog.${name}`)}
      confirm={t(`operation.${name}`)}
      tone={isGrave ? 'danger' : 'primary'}
      needsReason={isGrave}
      onConfirm={tryRun}
    >
      <Consequences consequences={consequences} refusal={refusal} />
    </ConfirmDialog>
  )
}

function ExcludeDialog({ host, onClose }: { readonly host: string; readonly onClose: () => void }) {
  const { t } = useTranslation('launch')
  const state = useRollout((rollout) => rollout)
  const person = usePerson(({ person: who }) => who)
  const exclude = useAction('rollout:exclude')
  const { consequences, refusal } = viewExclusion(state, asHostName(host), person)
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t('dialog.exclude', { host })}
      confirm={t('operation.excludeHost', { host })}
      needsReason
      onConfirm={(reason) =>
        exclude.mutateAsync({ rollout: state.settings.rollout, host, reason, by: currentPerson() })
      }
    >
      <Consequences consequences={consequences} refusal={refusal} />
    </ConfirmDialog>
  )
}

/** What follows, sentence by sentence; or why it cannot be done now. */
export function Consequences({
  consequences,
  refusal,
}: {
  readonly consequences: readonly string[]
  readonly refusal: string | undefined
}) {
  if (refusal !== undefined) return <Note tone="orange">{refusal}</Note>
  return (
    <ul className="flex list-disc flex-col gap-1 pl-4 text-sm text-muted marker:text-faint">
      {consequences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  )
}
