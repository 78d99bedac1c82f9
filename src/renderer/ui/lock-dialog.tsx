import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { AppError } from '../../shared/errors/app-error'
import type { RawInput } from '../../shared/ipc/contract'
import { Button } from './button'
import { ConfirmDialog } from './confirm-dialog'
import { ErrorNote } from './notes'

export type LockChoice = NonNullable<RawInput<'rollout:resume'>['lock']>

/** A lock of the cluster is in the way, and a person may do something about it. */
export type LockObstacle = AppError & { readonly code: 'lock.stale' | 'lock.unreachable' }

/** The refusal as a question for a person; undefined when waiting is all there is. Pure. */
export const lockObstacleOf = (error: unknown): LockObstacle | undefined =>
  error instanceof AppError && (error.code === 'lock.stale' || error.code === 'lock.unreachable')
    ? (error as LockObstacle)
    : undefined

type LockDialogProps = {
  readonly obstacle: LockObstacle
  readonly onClose: () => void
  /** Ask the console again, with what the person chose. */
  readonly onChoose: (lock: LockChoice) => Promise<unknown>
}

const textOf = (detail: unknown): string => (typeof detail === 'string' ? detail : '')

/** Asks whether the lock of another console is to be broken, or whether to go on without one; the reason is recorded. */
export function LockDialog({ obstacle, onClose, onChoose }: LockDialogProps) {
  const { t } = useTranslation()
  const { code, details } = obstacle
  const name = code === 'lock.stale' ? 'break' : 'without'
  const what = { by: textOf(details['by']), machine: textOf(details['machine']) }
  const choose = (reason: string) =>
    onChoose(name === 'break' ? { kind: name, lock: textOf(details['lock']), reason } : { kind: name, reason })
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t(`lock.${name}.title`, what)}
      confirm={t(`lock.${name}.confirm`, what)}
      needsReason
      onConfirm={choose}
    >
      <ErrorNote error={obstacle} />
      <p className="text-sm text-muted">{t(`lock.${name}.what`, what)}</p>
    </ConfirmDialog>
  )
}

/** The way on where the lock of the cluster is in the way; nothing for other refusals. */
export function LockButton({
  error,
  className,
  onChoose,
}: Pick<LockDialogProps, 'onChoose'> & { readonly error: unknown; readonly className?: string }) {
  const { t } = useTranslation()
  const [isAsking, setIsAsking] = useState(false)
  const obstacle = lockObstacleOf(error)
  if (!obstacle) return null
  return (
    <>
      <Button size="sm" className={className} onClick={() => setIsAsking(true)}>
        {t(obstacle.code === 'lock.stale' ? 'lock.break.open' : 'lock.without.open')}
      </Button>
      {isAsking ? <LockDialog obstacle={obstacle} onClose={() => setIsAsking(false)} onChoose={onChoose} /> : null}
    </>
  )
}
