import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { checklistItem } from '../../../shared/domain/checklist'
import { useAction } from '../../api/queries'
import { Button } from '../../ui/button'
import { CheckBox } from '../../ui/check-box'
import { Field, TextInput } from '../../ui/field'
import { ErrorNote } from '../../ui/notes'
import { ChecklistPreview } from '../../ui/plan/checklist-preview'
import { Select } from '../../ui/select'
import { writeItem } from './item-form'
import { useKnownNames } from './new-template-dialog'
import { starterIds, starterItem, type StarterId } from './starters'
import type { TemplatePlace } from './templates'

/** Three items to begin with. They are stored when somebody takes them over, and not before. */
export function StartersNote({ onTaken }: { readonly onTaken: (place: TemplatePlace) => void }) {
  const { t } = useTranslation('checklists')
  const known = useKnownNames('environment')
  const [chosen, setChosen] = useState<ReadonlySet<StarterId>>(new Set(starterIds))
  const [name, setName] = useState('')
  const save = useAction('checklist:save')
  const environment = name === '' ? (known.at(-1) ?? '') : name
  const toggle = (id: StarterId, isTaken: boolean) => {
    const next = new Set(chosen)
    if (isTaken) next.add(id)
    else next.delete(id)
    setChosen(next)
  }
  const items = starterIds
    .filter((id) => chosen.has(id))
    .map((id) => writeItem(starterItem(id, { ask: t(`starter.${id}.ask`), why: t(`starter.${id}.why`) })))
  const take = () => {
    const place: TemplatePlace = { scope: 'environment', name: environment.trim(), gate: 'beforeLaunch' }
    save.mutate({ ...place, items: [...items] }, { onSuccess: () => onTaken(place) })
  }
  const missing =
    items.length === 0 ? t('starters.noneChosen') : environment.trim() === '' ? t('new.nameMissing') : undefined
  return (
    <section
      aria-labelledby="starters"
      className="mx-auto mb-10 w-[min(44rem,calc(100%-3rem))] rounded-lg border border-line bg-surface"
    >
      <header className="border-b border-line px-4 py-3">
        <h2 id="starters" className="text-sm font-semibold">
          {t('starters.title')}
        </h2>
        <p className="text-xs text-muted">{t('starters.what')}</p>
      </header>
      <div className="grid grid-cols-[13rem_minmax(0,1fr)] gap-4 p-4">
        <div className="flex flex-col gap-3">
          {starterIds.map((id) => (
            <CheckBox
              key={id}
              isChecked={chosen.has(id)}
              onChange={(isTaken) => toggle(id, isTaken)}
              label={t(`starter.${id}.name`)}
            />
          ))}
          <Field label={t('starters.environment')}>
            {known.length > 0 ? (
              <Select
                value={environment}
                onChange={setName}
                options={known.map((value) => ({ value, label: value }))}
              />
            ) : (
              <TextInput value={name} onChange={(event) => setName(event.target.value)} />
            )}
          </Field>
        </div>
        <div className="rounded-md border border-line bg-sunken">
          <h3 className="border-b border-line px-3 py-1.5 text-xs font-medium">{t('gate.beforeLaunch')}</h3>
          <ChecklistPreview items={items.map((item) => checklistItem.parse(item))} />
        </div>
      </div>
      <footer className="flex items-center justify-end gap-3 border-t border-line px-4 py-3">
        <ErrorNote error={save.error} className="mr-auto" />
        <Button tone="primary" isBusy={save.isPending} disabledBecause={missing} onClick={take}>
          {t('starters.take', { count: items.length, environment })}
        </Button>
      </footer>
    </section>
  )
}
