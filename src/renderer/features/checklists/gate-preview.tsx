import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useConsole } from '../../api/queries'
import { useAppSpec } from '../../stores/app-spec'
import { Badge } from '../../ui/badge'
import { Note } from '../../ui/notes'
import { ChecklistPreview } from '../../ui/plan/checklist-preview'
import { Select } from '../../ui/select'
import { writeItem, type ItemForm } from './item-form'
import { keyOf, readTemplate, resolveGate, type StoredTemplate, type TemplatePlace } from './templates'

/** How the gate will look in a cluster that this template concerns, with what is not saved yet; and who wins over whom. */
export function GatePreview({
  place,
  items,
  all,
}: {
  readonly place: TemplatePlace
  readonly items: readonly ItemForm[]
  readonly all: readonly StoredTemplate[]
}) {
  const { t } = useTranslation('checklists')
  const clusters = useClusters(place)
  const [chosen, setChosen] = useState<string>()
  const cluster = clusters.find(({ key }) => key === chosen) ?? clusters[0]
  const spec = useAppSpec(cluster?.app)
  const environment = spec?.environments.find(({ name }) => name === cluster?.environment)
  const resolved = useMemo(() => {
    const edited = { ...place, items: items.map((item) => ({ ...writeItem(item) })) }
    const others = all.filter((template) => keyOf(template) !== keyOf(place))
    const concerned = [...others, edited].filter(
      ({ scope, name }) =>
        (scope === 'app' && name === cluster?.app) ||
        (scope === 'tier' && name === cluster?.tier) ||
        (scope === 'environment' && name === cluster?.environment) ||
        (cluster === undefined && scope === place.scope && name === place.name),
    )
    return resolveGate(environment?.gates ?? {}, concerned.map(readTemplate), place.gate)
  }, [place, items, all, cluster, environment])
  const byId = new Map(resolved?.map((each) => [each.item.id, each]))
  return (
    <aside
      aria-labelledby="preview-title"
      className="flex min-h-0 flex-col border-line bg-sunken max-xl:border-t xl:overflow-y-auto xl:border-l"
    >
      <header className="flex min-h-13 shrink-0 flex-col justify-center border-b border-line px-4 py-2">
        <h2 id="preview-title" className="text-sm font-semibold">
          {t('preview.title')}
        </h2>
        <p className="text-xs text-faint">{t('preview.what')}</p>
      </header>
      <div className="flex flex-col gap-3 p-4">
        {clusters.length === 0 ? (
          <Note>{t('preview.noCluster')}</Note>
        ) : (
          <Select
            aria-label={t('preview.cluster')}
            value={cluster?.key}
            onChange={setChosen}
            options={clusters.map(({ key, app, environment: name }) => ({ value: key, label: `${app} · ${name}` }))}
          />
        )}
        {resolved === undefined ? (
          <Note tone="amber">{t('preview.off')}</Note>
        ) : (
          <div className="rounded-md border border-line bg-surface">
            <h3 className="border-b border-line px-3 py-1.5 text-xs font-medium">{t(`gate.${place.gate}`)}</h3>
            {resolved.length === 0 ? (
              <p className="px-3 py-2 text-xs text-faint">{t('preview.nothing')}</p>
            ) : (
              <ChecklistPreview
                items={resolved.map(({ item }) => item)}
                note={({ id }) => {
                  const { source, over } = byId.get(id) ?? { source: 'file' as const, over: [] }
                  return (
                    <>
                      <Badge tone={source === place.scope ? 'blue' : 'slate'}>{t(`source.${source}`)}</Badge>
                      {over.length > 0
                        ? t('preview.over', { sources: over.map((each) => t(`source.${each}`)).join(', ') })
                        : null}
                    </>
                  )
                }}
              />
            )}
            <p className="border-t border-line px-3 py-2 text-2xs text-faint">{t('preview.builtIns')}</p>
          </div>
        )}
        <p className="text-xs text-faint">{t('preview.order')}</p>
      </div>
    </aside>
  )
}

/** The clusters whose gates a template belongs to. */
function useClusters({ scope, name }: TemplatePlace) {
  const { data: apps } = useConsole('app:list', {})
  const { data: board } = useConsole('board:show', {})
  return useMemo(() => {
    const tiers = new Map(board?.apps.map(({ app, tier }) => [app, tier]))
    return (apps ?? [])
      .flatMap(({ app, environments }) =>
        environments.map((environment) => ({
          key: JSON.stringify([app, environment.name]),
          app,
          tier: tiers.get(app),
          environment: environment.name,
        })),
      )
      .filter((cluster) => cluster[scope] === name)
  }, [apps, board, scope, name])
}
