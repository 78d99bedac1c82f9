import { zodResolver } from '@hookform/resolvers/zod'
import { Plus, Save, Trash2, Undo2 } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { FormProvider, useFieldArray, useForm, useWatch } from 'react-hook-form'
import { useHotkeys } from 'react-hotkeys-hook'
import { useTranslation } from 'react-i18next'
import { line } from '../../api/line'
import { queryClient, useAction, useConsole } from '../../api/queries'
import { Button, IconButton } from '../../ui/button'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { Ago } from '../../ui/moment'
import { ErrorNote } from '../../ui/notes'
import { toast } from '../../ui/toaster'
import { dropDraft, keepDraft, useDrafts } from './drafts'
import { GatePreview } from './gate-preview'
import { checklistForm, newItem, readItem, writeItem, type ChecklistForm, type ItemForm } from './item-form'
import { ItemRow } from './item-row'
import { proposeRemovals } from './proposals'
import { RemovalNote } from './removal-note'
import { keyOf, type StoredTemplate, type TemplatePlace } from './templates'

/** One template: its items, how they fared so far, and how the gate will look. */
export function TemplateEditor({
  place,
  stored,
  all,
}: {
  readonly place: TemplatePlace
  readonly stored: StoredTemplate | undefined
  readonly all: readonly StoredTemplate[]
}) {
  const { t } = useTranslation('checklists')
  const key = keyOf(place)
  const work = useTemplateForm(key, stored)
  const { form, list, items, isDirty } = work
  const [open, setOpen] = useState<string>()
  const stats = useConsole('checklist:stats', {})
  const byItem = useMemo(() => new Map(stats.data?.map((each) => [each.item, each])), [stats.data])
  const proposed = useMemo(() => proposeRemovals(stats.data ?? []), [stats.data])
  const save = useAction('checklist:save')
  const submit = form.handleSubmit(
    ({ items: sound }) =>
      save
        .mutateAsync({ ...place, items: sound.map((item) => ({ ...writeItem(item) })) })
        .then(() => queryClient.invalidateQueries({ queryKey: ['checklist:list'] }))
        .then(() => {
          work.settle(sound)
          toast(t('editor.saved'), { tone: 'green' })
        })
        .catch(() => undefined),
    ({ items: wrong }) => setOpen(list.fields.find((_, index) => wrong?.[index])?.key),
  )
  useHotkeys('mod+s', () => void submit(), { enableOnFormTags: true, preventDefault: true }, [submit])
  const add = () => {
    list.append(newItem(items.map(({ id }) => id)), { shouldFocus: false })
    setOpen('last')
  }
  const remove = (index: number) => list.remove(index)
  return (
    <FormProvider {...form}>
      <div className="grid min-h-0 grid-cols-[minmax(0,1fr)] overflow-y-auto xl:grid-cols-[minmax(0,1fr)_minmax(18rem,24rem)] xl:overflow-hidden">
        <section aria-labelledby="template-title" className="flex min-h-0 flex-col xl:overflow-hidden">
          <header className="flex min-h-13 shrink-0 flex-wrap items-center gap-2 border-b border-line px-5 py-2">
            <div className="min-w-0 flex-1">
              <h2 id="template-title" className="truncate text-sm font-semibold">
                {`${place.name} · ${t(`gate.${place.gate}`)}`}
              </h2>
              <p className="text-xs text-faint">
                {`${t(`scopeOne.${place.scope}`)} · `}
                {stored ? (
                  <>
                    {t('editor.savedAt')} <Ago atMs={stored.updatedAtMs} />
                  </>
                ) : (
                  t('editor.neverSaved')
                )}
              </p>
            </div>
            {stored ? <RemoveTemplate place={place} onRemoved={work.abandon} /> : null}
            {isDirty || !stored ? (
              <Button icon={Undo2} onClick={work.discard}>
                {t('editor.discard')}
              </Button>
            ) : null}
            <Button
              tone="primary"
              icon={Save}
              isBusy={save.isPending}
              disabledBecause={
                isDirty ? (items.length === 0 && !stored ? t('editor.empty') : undefined) : t('editor.unchanged')
              }
              onClick={() => void submit()}
            >
              {items.length === 0 && stored ? t('editor.saveEmpty') : t('editor.save')}
            </Button>
          </header>
          <div className="flex min-h-0 flex-1 flex-col gap-3 p-5 xl:overflow-y-auto">
            <ErrorNote error={save.error} />
            <ErrorNote error={stats.error} />
            <RemovalNote items={items} proposed={proposed} stats={byItem} onRemove={remove} />
            {items.length === 0 ? <p className="text-sm text-muted">{t('editor.noItems')}</p> : null}
            <ol className="flex flex-col gap-2">
              {list.fields.map((field, index) => (
                <ItemRow
                  key={field.key}
                  index={index}
                  count={list.fields.length}
                  stats={byItem.get(items[index]?.id ?? '')}
                  isProposed={proposed.has(items[index]?.id ?? '')}
                  isOpen={open === field.key || (open === 'last' && index === list.fields.length - 1)}
                  onToggle={(isOpen) => setOpen(isOpen ? field.key : undefined)}
                  onMove={(to) => list.move(index, to)}
                  onDrop={(from) => list.move(from, index)}
                  onRemove={() => remove(index)}
                />
              ))}
            </ol>
            <Button icon={Plus} onClick={add} className="self-start">
              {t('editor.add')}
            </Button>
            <p className="sr-only" aria-live="polite">
              {isDirty ? t('list.unsaved') : ''}
            </p>
          </div>
        </section>
        <GatePreview place={place} items={items} all={all} />
      </div>
    </FormProvider>
  )
}

/** The form of one template. What was changed and not saved is kept under its key until it is saved or discarded. */
function useTemplateForm(key: string, stored: StoredTemplate | undefined) {
  const saved = useMemo(() => (stored?.items ?? []).map(readItem), [stored])
  const draft = useRef(useDrafts.getState().drafts.get(key))
  const form = useForm<ChecklistForm>({
    resolver: zodResolver(checklistForm),
    mode: 'onChange',
    defaultValues: { items: [...(draft.current ?? saved)] },
  })
  const list = useFieldArray({ control: form.control, name: 'items', keyName: 'key' })
  const items = useWatch({ control: form.control, name: 'items' }) as readonly ItemForm[]
  const isDirty = !isSame(items, saved) || (stored === undefined && useDrafts.getState().drafts.has(key))
  const wasDirty = useRef(isDirty)
  const isAbandoned = useRef(false)
  useEffect(() => {
    if (isDirty && !isAbandoned.current) keepDraft(key, items)
    else dropDraft(key)
    wasDirty.current = isDirty
  }, [key, items, isDirty])
  useEffect(() => {
    // saved by somebody else while nothing was changed here
    if (!wasDirty.current) form.reset({ items: [...saved] })
  }, [saved, form])
  return {
    form,
    list,
    items,
    isDirty,
    /** What was stored is what is shown. */
    settle: (sound: readonly ItemForm[]) => {
      dropDraft(key)
      form.reset({ items: [...sound] })
    },
    /** The template is gone; what stands in the form is not to be kept. */
    abandon: () => {
      isAbandoned.current = true
      dropDraft(key)
    },
    discard: () => {
      form.reset({ items: [...saved] })
      dropDraft(key)
    },
  }
}

const isSame = (one: readonly ItemForm[], other: readonly ItemForm[]) =>
  JSON.stringify(one.map(writeItem)) === JSON.stringify(other.map(writeItem))

function RemoveTemplate({ place, onRemoved }: { readonly place: TemplatePlace; readonly onRemoved: () => void }) {
  const { t } = useTranslation('checklists')
  const [isAsking, setIsAsking] = useState(false)
  const remove = async () => {
    await line.request('checklist:save', { ...place, items: [] })
    onRemoved()
  }
  return (
    <>
      <IconButton icon={Trash2} size="md" label={t('editor.remove')} onClick={() => setIsAsking(true)} />
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        title={t('editor.removeTitle', { name: place.name, gate: t(`gate.${place.gate}`) })}
        confirm={t('editor.remove')}
        onConfirm={remove}
      >
        <p>{t('editor.removeWhat')}</p>
      </ConfirmDialog>
    </>
  )
}
