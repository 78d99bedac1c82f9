import { useTranslation } from 'react-i18next'
import { formatAgo, formatNumber } from '../../ui/format'
import type { ItemStats } from './proposals'

/** How an item fared in all rollouts so far, in one line. */
export function StatsLine({ stats }: { readonly stats: ItemStats | undefined }) {
  const { t } = useTranslation('checklists')
  if (!stats || stats.gates === 0) return <span className="block text-2xs text-faint">{t('stats.never')}</span>
  const { gates, stopped, waived, lastStoppedAtMs } = stats
  const parts = [
    t('stats.gates', { count: gates, gates: formatNumber(gates) }),
    stopped === 0 ? t('stats.neverStopped') : t('stats.stopped', { count: stopped }),
    waived === 0 ? undefined : t('stats.waived', { count: waived }),
    lastStoppedAtMs === undefined ? undefined : t('stats.last', { ago: formatAgo(lastStoppedAtMs, Date.now()) }),
  ]
  return (
    <span className="block truncate text-2xs text-faint tabular">
      {parts.filter((part) => part !== undefined).join(' · ')}
    </span>
  )
}
