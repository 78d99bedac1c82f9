import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ChecklistItem } from '../../../shared/domain/checklist'
import { useAction } from '../../api/queries'
import { usePerson } from '../../stores/person-store'
import { Button } from '../../ui/button'
import { Field, TextArea } from '../../ui/field'
import { ErrorNote } from '../../ui/notes'

type WaiveFormProps = {
  readonly rollout: string
  readonly gate: string
  readonly item: ChecklistItem
  readonly onClose: () => void
}

/** Let an item pass although it does not hold, on one's name and with a reason. */
export function WaiveForm({ rollout, gate, item, onClose }: WaiveFormProps) {
  const { t } = useTranslation('launch')
  const { t: common } = useTranslation()
  const person = usePerson(({ person: name }) => name)
  const waive = useAction('rollout:waive')
  const [reason, setReason] = useState('')
  const missing = reason.trim() === '' ? common('reason.missing') : undefined
  return (
    <form
      className="flex flex-col gap-2 rounded-md border border-amber-line bg-amber-bg p-2"
      onSubmit={(event) => {
        event.preventDefault()
        if (!missing)
          waive.mutate({ rollout, gate, item: item.id, reason: reason.trim(), by: person }, { onSuccess: onClose })
      }}
    >
      <Field label={common('reason.label')} hint={t('item.waiveHint', { person })}>
        <TextArea autoFocus rows={2} value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
      <ErrorNote error={waive.error} className="py-1 text-xs" />
      <div className="flex justify-end gap-1.5">
        <Button size="sm" onClick={onClose}>
          {common('action.cancel')}
        </Button>
        <Button size="sm" tone="warn" type="submit" isBusy={waive.isPending} disabledBecause={missing}>
          {t('item.waiveNow')}
        </Button>
      </div>
    </form>
  )
}
