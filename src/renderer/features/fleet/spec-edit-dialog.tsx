import { useId, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useAction, useConsole } from '../../api/queries'
import type { Output } from '../../../shared/ipc/contract'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { DiffView } from '../../ui/diff-view'
import { ErrorNote, LoadingNote } from '../../ui/notes'
import type { WrittenSpec } from './spec-edit'

export type EditForm = {
  /** What is edited, as it was when the dialog opened; of a new app only what a form must have. */
  readonly spec: WrittenSpec
  /** The id the form needs, so that the dialog's button submits it. */
  readonly formId: string
  /** Show what it would change. */
  readonly onReview: (after: WrittenSpec) => void
}

type SpecEditDialogProps = {
  readonly title: string
  readonly description?: string
  /** Undefined for one that does not exist yet. */
  readonly app: string | undefined
  readonly onClose: () => void
  /** After it is stored; without it the dialog closes. */
  readonly onSaved?: ((after: WrittenSpec) => void) | undefined
  readonly className?: string
  readonly children: (form: EditForm) => ReactNode
}

/** A form over a part of an app, then what it changes, then it is stored. Refused when somebody else changed the app meanwhile. */
export function SpecEditDialog(props: SpecEditDialogProps) {
  const { title, description, app, onClose, onSaved = onClose, className, children } = props
  const { t } = useTranslation('fleet')
  const { t: common } = useTranslation()
  const formId = useId()
  const before = useEditedSpec(app)
  const preview = useAction('spec:save')
  const save = useAction('spec:save')
  const [review, setReview] = useState<{ after: WrittenSpec; changes: Output<'spec:save'> }>()
  const input = (after: WrittenSpec) => ({ spec: after, ...(before.spec ? { before: before.spec } : {}) })
  const onReview = (after: WrittenSpec) =>
    preview.mutate({ ...input(after), preview: true }, { onSuccess: (changes) => setReview({ after, changes }) })
  const onSave = () => {
    if (review) save.mutate({ ...input(review.after), preview: false }, { onSuccess: () => onSaved(review.after) })
  }
  const back = () => {
    setReview(undefined)
    save.reset()
  }
  const isReady = app === undefined || before.spec !== undefined
  const footer = review ? (
    <>
      <Button onClick={back}>{common('action.back')}</Button>
      <Button
        tone="primary"
        isBusy={save.isPending}
        disabledBecause={review.changes.length === 0 ? t('edit.nothingChanges') : undefined}
        onClick={onSave}
      >
        {t('edit.save', { count: review.changes.length })}
      </Button>
    </>
  ) : (
    <>
      <Button onClick={onClose}>{common('action.cancel')}</Button>
      {isReady ? (
        <Button tone="primary" type="submit" form={formId} isBusy={preview.isPending}>
          {t(preview.isPending ? 'file.asking' : 'edit.review')}
        </Button>
      ) : null}
    </>
  )
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      description={review ? t('edit.reviewWhat') : description}
      footer={footer}
      {...(className ? { className } : {})}
    >
      <div className="flex flex-col gap-3">
        {/* kept while one looks at the changes, so that going back loses nothing */}
        <div hidden={review !== undefined}>
          {isReady ? (
            children({ spec: before.spec ?? { app: '' }, formId, onReview })
          ) : before.error ? null : (
            <LoadingNote what={app ?? ''} />
          )}
        </div>
        {review ? <DiffView changes={review.changes} /> : null}
        <ErrorNote error={before.error ?? (review ? save.error : preview.error)} />
      </div>
    </Dialog>
  )
}

/** The app as it was when the dialog opened: a change by somebody else must not slip in under the form. */
function useEditedSpec(app: string | undefined) {
  const { data, error } = useConsole('spec:read', { app: app ?? '' }, { enabled: app !== undefined })
  const [first, setFirst] = useState<WrittenSpec>()
  if (first === undefined && data) setFirst(data.spec as WrittenSpec)
  return { spec: first, error }
}
