import { useTranslation } from 'react-i18next'
import { cn } from '../../ui/cn'
import { useDrafts } from './drafts'
import { keyOf, scopes, type StoredTemplate, type TemplatePlace } from './templates'

/** All templates, by whose gates they belong to. */
export function TemplateList({
  places,
  stored,
  chosen,
  onChoose,
}: {
  readonly places: readonly TemplatePlace[]
  readonly stored: readonly StoredTemplate[]
  readonly chosen: string
  readonly onChoose: (place: TemplatePlace) => void
}) {
  const { t } = useTranslation('checklists')
  return (
    <nav aria-label={t('list.label')} className="min-h-0 overflow-y-auto border-r border-line bg-sunken p-2">
      {scopes.map((scope) => {
        const names = [...new Set(places.filter((place) => place.scope === scope).map(({ name }) => name))]
        if (names.length === 0) return null
        return (
          <section key={scope} className="mb-4">
            <h2 className="px-2 py-1 text-2xs font-medium text-faint">{t(`scope.${scope}`)}</h2>
            {names.map((name) => (
              <div key={name} className="mb-1">
                <h3 className="truncate px-2 py-1 text-xs font-semibold" title={name}>
                  {name}
                </h3>
                <ul>
                  {places
                    .filter((place) => place.scope === scope && place.name === name)
                    .map((place) => (
                      <Row
                        key={keyOf(place)}
                        place={place}
                        items={stored.find((template) => keyOf(template) === keyOf(place))?.items.length}
                        isChosen={keyOf(place) === chosen}
                        onChoose={onChoose}
                      />
                    ))}
                </ul>
              </div>
            ))}
          </section>
        )
      })}
    </nav>
  )
}

function Row({
  place,
  items,
  isChosen,
  onChoose,
}: {
  readonly place: TemplatePlace
  readonly items: number | undefined
  readonly isChosen: boolean
  readonly onChoose: (place: TemplatePlace) => void
}) {
  const { t } = useTranslation('checklists')
  const draft = useDrafts(({ drafts }) => drafts.get(keyOf(place)))
  const isDraft = draft !== undefined
  return (
    <li>
      <button
        type="button"
        aria-current={isChosen || undefined}
        onClick={() => onChoose(place)}
        className={cn(
          'flex h-8 w-full items-center gap-2 rounded-md px-2 text-left text-sm text-muted hover:bg-hover hover:text-fg',
          isChosen && 'bg-hover font-medium text-fg',
        )}
      >
        <span className="min-w-0 truncate">{t(`gate.${place.gate}`)}</span>
        {isDraft ? <span className="ml-auto text-2xs font-normal text-amber-fg">{t('list.unsaved')}</span> : null}
        <span className={cn('text-2xs text-faint tabular', !isDraft && 'ml-auto')}>{draft?.length ?? items ?? 0}</span>
      </button>
    </li>
  )
}
