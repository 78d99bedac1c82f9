import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { useAction, useConsole } from '../../api/queries'
import { routes } from '../../app/routes'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { ErrorNote, LoadingNote } from '../../ui/notes'
import { toast } from '../../ui/toaster'
import { useDebounced } from '../../ui/use-debounced'
import type { FleetDialog } from './fleet-dialogs'
import { TextDrop } from './text-drop'
import { TextReview } from './text-review'

type FileDialogProps = { readonly dialog: Extract<FleetDialog, { kind: 'file' }>; readonly onClose: () => void }

/** Long enough to type a word, short enough to see at once what it changes. */
export const previewAfterMs = 350

/** The lastmile.yml of an app, or one somebody brings: its text, and beside it what it would change. */
export function FileDialog({ dialog, onClose }: FileDialogProps) {
  const { t } = useTranslation('fleet')
  const { app } = dialog
  const exported = useConsole('spec:export', { app: app ?? '' }, { enabled: app !== undefined })
  const [opened, setOpened] = useState<string>()
  if (app !== undefined && opened === undefined && exported.data) setOpened(exported.data.text)
  if (app === undefined || opened !== undefined) {
    return <FileEditor dialog={dialog} initial={opened ?? dialog.text ?? ''} onClose={onClose} />
  }
  return (
    <Dialog isOpen onClose={onClose} title={t('file.edit', { app })}>
      {exported.error ? <ErrorNote error={exported.error} /> : <LoadingNote what="lastmile.yml" />}
    </Dialog>
  )
}

function FileEditor({ dialog, initial, onClose }: FileDialogProps & { readonly initial: string }) {
  const { t } = useTranslation('fleet')
  const { t: common } = useTranslation()
  const [, go] = useLocation()
  const [text, setText] = useState(initial)
  const [fileName, setFileName] = useState(dialog.fileName ?? 'lastmile.yml')
  const still = useDebounced(text, previewAfterMs)
  const isAsked = still.trim() !== ''
  const preview = useConsole('spec:preview', { text: still, fileName }, { enabled: isAsked, staleTime: 0, gcTime: 0 })
  const apply = useAction('spec:apply')
  const isCurrent = still === text && !preview.isFetching
  const apps = preview.error ? [] : (preview.data ?? [])
  const changes = preview.data?.flatMap(({ app, changes: list }) =>
    preview.data.length === 1 ? list : list.map((change) => ({ ...change, path: `${app}: ${change.path}` })),
  )
  const count = changes?.length ?? 0
  const onApply = () =>
    apply.mutate(
      { text, fileName },
      {
        onSuccess: (stored) => {
          onClose()
          toast(t('file.applied', { count, apps: stored.map(({ app }) => app).join(', ') }), { tone: 'green' })
          if (stored[0]) go(routes.fleet({ app: stored[0].app }))
        },
      },
    )
  const why = !isAsked
    ? t('file.empty')
    : preview.error
      ? t('file.correct')
      : !isCurrent
        ? t('file.asking')
        : count === 0
          ? t('edit.nothingChanges')
          : undefined
  return (
    <Dialog
      isOpen
      onClose={onClose}
      className="w-[min(78rem,calc(100vw-2rem))]"
      title={dialog.app === undefined ? t('file.open') : t('file.edit', { app: dialog.app })}
      description={dialog.app === undefined ? t('file.openWhat') : t('file.editWhat')}
      footer={
        <>
          <Button onClick={onClose}>{common('action.cancel')}</Button>
          <Button tone="primary" isBusy={apply.isPending} disabledBecause={why} onClick={onApply}>
            {apps.length === 0 ? t('file.apply') : t('file.applyCount', { count })}
          </Button>
        </>
      }
    >
      <TextReview
        text={text}
        onText={setText}
        label={fileName}
        changes={changes}
        error={apply.error ?? (isAsked ? preview.error : undefined)}
        isAsking={preview.isFetching}
        asking={fileName}
        empty={t('file.pasteHint')}
        above={
          dialog.app === undefined ? (
            <TextDrop
              label={t('file.choose')}
              hint={t('file.dropHint')}
              accept=".yml,.yaml"
              onText={(given, name) => {
                setText(given)
                setFileName(name)
                apply.reset()
              }}
            />
          ) : undefined
        }
      />
    </Dialog>
  )
}
