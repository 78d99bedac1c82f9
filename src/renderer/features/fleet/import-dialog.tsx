import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useAction, useConsole } from '../../api/queries'
import type { Input } from '../../../shared/ipc/contract'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { Segmented } from '../../ui/segmented'
import { toast } from '../../ui/toaster'
import { useDebounced } from '../../ui/use-debounced'
import { previewAfterMs } from './file-dialog'
import type { FleetDialog } from './fleet-dialogs'
import { guessFormat } from './import-format'
import { TextDrop } from './text-drop'
import { TextReview } from './text-review'

type Format = Input<'host:import'>['format']
type ImportDialogProps = { readonly dialog: Extract<FleetDialog, { kind: 'import' }>; readonly onClose: () => void }

/** Take hosts over from a list: CSV, an Ansible inventory or ssh_config. */
export function ImportDialog({ dialog: { app, environment }, onClose }: ImportDialogProps) {
  const { t } = useTranslation('fleet')
  const { t: common } = useTranslation()
  const [format, setFormat] = useState<Format>('csv')
  const [text, setText] = useState('')
  const [fileName, setFileName] = useState('')
  const still = useDebounced(text, previewAfterMs)
  const isAsked = still.trim() !== ''
  const input = { app, environment, format, fileName: fileName || t(`import.named.${format}`) }
  const preview = useConsole(
    'host:import',
    { ...input, text: still, preview: true },
    { enabled: isAsked, staleTime: 0, gcTime: 0 },
  )
  const store = useAction('host:import')
  const isCurrent = still === text && !preview.isFetching
  const count = preview.data?.length ?? 0
  const why = !isAsked
    ? t('file.empty')
    : preview.error
      ? t('file.correct')
      : !isCurrent
        ? t('file.asking')
        : count === 0
          ? t('edit.nothingChanges')
          : undefined
  const onImport = () =>
    store.mutate(
      { ...input, text, preview: false },
      {
        onSuccess: (changes) => {
          onClose()
          toast(t('import.done', { count: changes.length, app, environment }), { tone: 'green' })
        },
      },
    )
  return (
    <Dialog
      isOpen
      onClose={onClose}
      className="w-[min(72rem,calc(100vw-2rem))]"
      title={t('import.title', { app, environment })}
      description={t('import.what')}
      footer={
        <>
          <Button onClick={onClose}>{common('action.cancel')}</Button>
          <Button tone="primary" isBusy={store.isPending} disabledBecause={why} onClick={onImport}>
            {count === 0 ? t('import.run') : t('import.runCount', { count })}
          </Button>
        </>
      }
    >
      <TextReview
        text={text}
        onText={setText}
        label={t('import.text')}
        changes={preview.data}
        error={store.error ?? (isAsked ? preview.error : undefined)}
        isAsking={preview.isFetching}
        asking={t('import.preview')}
        empty={t(`import.example.${format}`)}
        above={
          <>
            <Segmented
              label={t('import.format')}
              value={format}
              onChange={setFormat}
              className="self-start"
              options={[
                { value: 'csv', label: 'CSV' },
                { value: 'ansible', label: 'Ansible' },
                { value: 'ssh-config', label: 'ssh_config' },
              ]}
            />
            <TextDrop
              label={t('file.choose')}
              hint={t('file.dropHint')}
              onText={(given, name) => {
                setText(given)
                setFileName(name)
                setFormat(guessFormat(name, given))
                store.reset()
              }}
            />
          </>
        }
      />
    </Dialog>
  )
}
