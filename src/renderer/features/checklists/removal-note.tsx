import { Lightbulb } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/button'
import { Note } from '../../ui/notes'
import type { ItemForm } from './item-form'
import type { ItemStats } from './proposals'

/** Items that were asked often and never stopped anything: take them out, so that the others are read. */
export function RemovalNote({
  items,
  proposed,
  stats,
  onRemove,
}: {
  readonly items: readonly ItemForm[]
  readonly proposed: ReadonlySet<string>
  readonly stats: ReadonlyMap<string, ItemStats>
  readonly onRemove: (index: number) => void
}) {
  const { t } = useTranslation('checklists')
  const useless = items.flatMap((item, index) => (proposed.has(item.id) ? [{ item, index }] : []))
  if (useless.length === 0) return null
  return (
    <Note tone="amber" icon={Lightbulb}>
      <p className="font-medium">{t('removal.title', { count: useless.length })}</p>
      <p className="text-xs text-muted">{t('removal.why')}</p>
      <ul className="mt-2 flex flex-col gap-1.5">
        {useless.map(({ item, index }) => (
          <li key={item.id} className="flex items-center gap-3">
            <span className="min-w-0 flex-1 truncate text-fg">
              {item.ask}
              <span className="text-faint"> · {t('removal.asked', { count: stats.get(item.id)?.gates ?? 0 })}</span>
            </span>
            <Button size="sm" aria-label={t('item.remove', { item: item.ask })} onClick={() => onRemove(index)}>
              {t('removal.remove')}
            </Button>
          </li>
        ))}
      </ul>
    </Note>
  )
}
