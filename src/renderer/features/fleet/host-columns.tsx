import type { TFunction } from 'i18next'
import { Bird, Check, X } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { WireHost } from '../../../shared/ipc/requests/inventory-requests'
import { Badge } from '../../ui/badge'
import type { Column } from '../../ui/data-table'
import { formatDuration } from '../../ui/format'
import { Ago } from '../../ui/moment'
import { ConditionMark } from './condition-mark'
import { addressText, healthOf, hostConditions, hostKey, isOut } from './host-condition'
import { useHostChecks } from './host-checks'

type Texts = TFunction<'fleet'>

/** Of which clusters hosts are shown. */
export type HostScope = 'all' | 'app' | 'cluster'

/** The columns of the table of hosts; the cluster's is there where hosts of several are shown. */
export function useHostColumns(scope: HostScope, hasChecks: boolean): readonly Column<WireHost>[] {
  const { t } = useTranslation('fleet')
  return useMemo(
    () => [
      nameColumn(t),
      ...(scope === 'cluster' ? [] : [clusterColumn(t, scope === 'all')]),
      ...placeColumns(t),
      ...stateColumns(t),
      ...(hasChecks ? [checkColumn(t)] : []),
      seenColumn(t),
    ],
    [t, scope, hasChecks],
  )
}

const nameColumn = (t: Texts): Column<WireHost> => ({
  id: 'name',
  title: t('column.name'),
  width: 'minmax(7rem,1.4fr)',
  sortBy: ({ name }) => name,
  cell: ({ name, isCanary }) => (
    <span className="flex min-w-0 items-center gap-1.5">
      <span className="truncate font-medium">{name}</span>
      {isCanary ? (
        <Bird role="img" aria-label={t('sheet.canary')} size={13} className="shrink-0 text-amber-fg" />
      ) : null}
    </span>
  ),
})

const clusterColumn = (t: Texts, hasApp: boolean): Column<WireHost> => ({
  id: 'cluster',
  title: t(hasApp ? 'column.cluster' : 'column.environment'),
  width: 'minmax(6.5rem,1.2fr)',
  sortBy: ({ app, environment }) => `${app} ${environment}`,
  cell: ({ app, environment }) => (
    <span className="text-muted">{hasApp ? `${app} · ${environment}` : environment}</span>
  ),
})

const placeColumns = (t: Texts): readonly Column<WireHost>[] => [
  {
    id: 'address',
    title: t('column.address'),
    width: 'minmax(6.5rem,1.2fr)',
    sortBy: ({ address, port }) => `${address}:${port ?? 22}`,
    cell: (host) => <span className="font-mono text-xs text-muted">{addressText(host)}</span>,
  },
  {
    id: 'labels',
    title: t('column.labels'),
    width: 'minmax(5rem,1.2fr)',
    sortBy: ({ labels }) => labels['zone'] ?? Object.values(labels)[0] ?? '',
    cell: ({ labels }) => (
      <span className="text-xs text-muted">
        {Object.entries(labels)
          .toSorted(([one], [other]) => Number(other === 'zone') - Number(one === 'zone'))
          .map(([key, value]) => `${key}:${value}`)
          .join('  ')}
      </span>
    ),
  },
  {
    id: 'version',
    title: t('column.version'),
    width: 'minmax(4rem,0.8fr)',
    sortBy: ({ version = '' }) => version,
    cell: ({ version }) => <span className="font-mono text-xs">{version ?? '–'}</span>,
  },
]

const stateColumns = (t: Texts): readonly Column<WireHost>[] => [
  {
    id: 'health',
    title: t('column.health'),
    width: '104px',
    sortBy: (host) => hostConditions.indexOf(healthOf(host)),
    cell: (host) => <ConditionMark condition={healthOf(host)} />,
  },
  {
    id: 'serving',
    title: t('column.serving'),
    width: '104px',
    sortBy: (host) => (isOut(host) ? 2 : host.isServing ? 0 : 1),
    cell: (host) =>
      isOut(host) ? (
        <ConditionMark condition="out" />
      ) : (
        <span className="text-muted">{t(host.isServing ? 'serving.yes' : 'serving.unknown')}</span>
      ),
  },
  {
    id: 'debts',
    title: t('column.debts'),
    width: '44px',
    sortBy: ({ debts }) => debts.length,
    cell: ({ debts }) => (debts.length === 0 ? null : <Badge tone="orange">{debts.length}</Badge>),
  },
]

const checkColumn = (t: Texts): Column<WireHost> => ({
  id: 'check',
  title: t('column.check'),
  width: 'minmax(5rem,1fr)',
  cell: (host) => <CheckCell host={host} />,
})

/** Listens for its own host only: the others stay as they are when a verdict comes in. */
function CheckCell({ host }: { readonly host: WireHost }) {
  const { t } = useTranslation('fleet')
  const key = hostKey(host)
  const verdict = useHostChecks(({ verdicts }) => verdicts.get(key))
  const isAsked = useHostChecks(({ checking }) => checking.has(key))
  if (isAsked) return <span className="text-blue-fg">{t('check.asking')}</span>
  if (!verdict) return null
  if (!verdict.ok) {
    return (
      <span title={verdict.problem} className="flex items-center gap-1.5 text-red-fg">
        <X aria-hidden size={14} className="shrink-0" />
        {t('check.failed')}
      </span>
    )
  }
  return (
    <span className="flex items-center gap-1.5 text-green-fg">
      <Check aria-hidden size={14} className="shrink-0" />
      {verdict.latencyMs === undefined ? t('check.ok') : formatDuration(verdict.latencyMs)}
    </span>
  )
}

const seenColumn = (t: Texts): Column<WireHost> => ({
  id: 'seen',
  title: t('column.seen'),
  width: '84px',
  sortBy: ({ observedAtMs = 0 }) => -observedAtMs,
  cell: ({ observedAtMs }) => (
    <span className="text-xs text-muted">{observedAtMs === undefined ? '–' : <Ago atMs={observedAtMs} />}</span>
  ),
})
