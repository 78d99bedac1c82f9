import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './button'
import { Dialog } from './dialog'
import { Field, TextArea } from './field'
import { ErrorNote } from './notes'

type ConfirmDialogProps = {
  readonly isOpen: boolean
  readonly onClose: () => void
  readonly title: ReactNode
  /** What will happen, in sentences: the consequences. */
  readonly children?: ReactNode
  /** Says exactly what the button does. */
  readonly confirm: string
  readonly tone?: 'primary' | 'danger'
  /** Ask for a reason; `onConfirm` gets it. */
  readonly needsReason?: boolean
  /** Does it; the dialog closes when it resolves and shows the failure when it rejects. */
  readonly onConfirm: (reason: string) => Promise<unknown>
}

/** Asks before something that matters, with what follows from it and, where the journal wants one, a reason. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { isOpen, onClose, title, children, confirm, tone = 'danger', needsReason = false, onConfirm } = props
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const [isBusy, setIsBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const close = () => {
    setError(undefined)
    setReason('')
    onClose()
  }
  const run = async () => {
    setIsBusy(true)
    setError(undefined)
    try {
      await onConfirm(reason.trim())
      close()
    } catch (failure) {
      setError(failure)
    } finally {
      setIsBusy(false)
    }
  }
  const missing = needsReason && reason.trim() === '' ? t('reason.missing') : undefined
  const footer = (
    <>
      <Button onClick={close}>{t('action.cancel')}</Button>
      <Button tone={tone} isBusy={isBusy} disabledBecause={missing} onClick={() => void run()}>
        {confirm}
      </Button>
    </>
  )
  return (
    <Dialog isOpen={isOpen} onClose={close} title={title} footer={footer}>
      <div className="flex flex-col gap-3">
        {children}
        {needsReason ? (
          <Field label={t('reason.label')} hint={t('reason.hint')}>
            <TextArea
              value={reason}
              rows={2}
              autoFocus
              onChange={(event) => setReason(event.target.value)}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !missing && !isBusy) void run()
              }}
            />
          </Field>
        ) : null}
        <ErrorNote error={error} />
      </div>
    </Dialog>
  )
}
