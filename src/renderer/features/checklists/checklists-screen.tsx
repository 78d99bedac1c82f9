import { ClipboardCheck, Plus } from 'lucide-react'
import { useCallback, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation, useSearch } from 'wouter'
import { useCommands } from '../../app/commands'
import { useLeaveGuard } from '../../app/leave-guard'
import { routes } from '../../app/routes'
import { useConsole } from '../../api/queries'
import { Button } from '../../ui/button'
import { EmptyNote, ErrorNote, LoadingNote } from '../../ui/notes'
import { dropAllDrafts, keepDraft, useDrafts } from './drafts'
import { NewTemplateDialog } from './new-template-dialog'
import { StartersNote } from './starters-note'
import { TemplateEditor } from './template-editor'
import { TemplateList } from './template-list'
import { keyOf, placeOf, placeOfKey, sortPlaces, type TemplatePlace } from './templates'

/** What is asked at the gates of whole tiers, environments and apps. */
export function ChecklistsScreen() {
  const { t } = useTranslation('checklists')
  const [isAdding, setIsAdding] = useState(false)
  const list = useConsole('checklist:list', {})
  const { drafts } = useDrafts()
  const { chosen, choose } = useChosen()
  useLeaveGuard(drafts.size > 0, dropAllDrafts)
  useNewTemplateCommand(useCallback(() => setIsAdding(true), []))
  const stored = list.data
  const places = useMemo(() => {
    const known = new Map((stored ?? []).map((template) => [keyOf(template), placeOf(template)]))
    for (const key of drafts.keys()) {
      const place = placeOfKey(key)
      if (place) known.set(key, known.get(key) ?? place)
    }
    return sortPlaces([...known.values()])
  }, [stored, drafts])
  const shown = places.find((place) => keyOf(place) === (chosen && keyOf(chosen))) ?? places[0]
  const add = (place: TemplatePlace) => {
    const key = keyOf(place)
    if (!places.some((each) => keyOf(each) === key)) keepDraft(key, [])
    setIsAdding(false)
    choose(place)
  }
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <header className="flex h-12 shrink-0 items-center gap-3 border-b border-line px-6">
        <h1 className="text-lg font-semibold">{t('title')}</h1>
        <p className="min-w-0 truncate pt-0.5 text-xs text-muted">{t('subtitle')}</p>
        <Button icon={Plus} className="ml-auto" onClick={() => setIsAdding(true)}>
          {t('new.open')}
        </Button>
      </header>
      {list.error ? (
        <ErrorNote error={list.error} onRetry={() => void list.refetch()} className="m-6" />
      ) : stored === undefined ? (
        <LoadingNote what={t('loading')} />
      ) : shown === undefined ? (
        <div className="min-h-0 flex-1 overflow-y-auto">
          <EmptyNote icon={ClipboardCheck} title={t('empty.title')}>
            {t('empty.what')}
          </EmptyNote>
          <StartersNote onTaken={choose} />
        </div>
      ) : (
        <div className="grid min-h-0 flex-1 grid-cols-[15rem_minmax(0,1fr)]">
          <TemplateList places={places} stored={stored} chosen={keyOf(shown)} onChoose={choose} />
          <TemplateEditor
            key={keyOf(shown)}
            place={shown}
            stored={stored.find((template) => keyOf(template) === keyOf(shown))}
            all={stored}
          />
        </div>
      )}
      {isAdding ? <NewTemplateDialog onClose={() => setIsAdding(false)} onAdd={add} /> : null}
    </div>
  )
}

/** The template that is shown stands in the address. */
function useChosen() {
  const search = useSearch()
  const [, go] = useLocation()
  const query = new URLSearchParams(search)
  const chosen = placeOfKey(JSON.stringify([query.get('scope'), query.get('name'), query.get('gate')]))
  const choose = useCallback((place: TemplatePlace) => go(routes.checklists({ ...place }), { replace: true }), [go])
  return { chosen, choose }
}

function useNewTemplateCommand(open: () => void): void {
  const { t } = useTranslation('checklists')
  const { t: app } = useTranslation('app')
  const commands = useMemo(
    () => [{ id: 'new-template', label: t('new.open'), group: app('palette.do'), icon: Plus, run: open }],
    [t, app, open],
  )
  useCommands(commands)
}
