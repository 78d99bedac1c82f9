import { useDeferredValue, useMemo, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useConsole } from '../../api/queries'
import type { Output } from '../../../shared/ipc/contract'
import type { WireHost } from '../../../shared/ipc/requests/inventory-requests'
import { DataTable } from '../../ui/data-table'
import { ErrorNote, LoadingNote, Note } from '../../ui/notes'
import { PageHeader } from '../../ui/page-header'
import { CheckStrip } from './check-strip'
import { EmptyFleet } from './empty-fleet'
import { FilterBar } from './filter-bar'
import { FleetActions } from './fleet-actions'
import { useFleetCommands } from './fleet-commands'
import type { FleetPlace } from './fleet-place'
import { useHostChecks } from './host-checks'
import { useHostColumns } from './host-columns'
import { hostKey } from './host-condition'
import { everything, filterHosts } from './host-filter'
import { HostSheet } from './host-sheet'

const nobody: readonly WireHost[] = []

type HostListProps = {
  readonly board: Output<'board:show'>
  readonly place: FleetPlace
  readonly onGo: (place: Partial<FleetPlace>) => void
  /** The tree, at the left. */
  readonly children: ReactNode
}

/** The hosts of what is chosen in the tree, with filter, connect test and the details of one. */
export function HostList({ board, place, onGo, children }: HostListProps) {
  const { t } = useTranslation('fleet')
  const { app, environment } = place
  const { data: hosts = nobody, error, isPending, refetch } = useConsole('host:list', clusterOf(place))
  const [filter, setFilter] = useState(everything)
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set())
  const calmFilter = useDeferredValue(filter)
  const shown = useMemo(() => filterHosts(hosts, calmFilter), [hosts, calmFilter])
  // a selected host that is filtered out or removed is not meant any more
  const chosen = useMemo(() => shown.filter((host) => marked.has(hostKey(host))), [shown, marked])
  const targets = chosen.length > 0 ? chosen : shown
  const hasChecks = useHostChecks(({ run, verdicts }) => run !== undefined || verdicts.size > 0)
  const columns = useHostColumns(app === undefined ? 'all' : environment === undefined ? 'app' : 'cluster', hasChecks)
  const opened = place.host === undefined ? undefined : hosts.find((host) => isAt(host, place))
  useFleetCommands({ apps: board.apps, place, targets, onGo })
  return (
    <>
      <PageHeader
        title={t('title')}
        aside={<span className="truncate">{[app, environment].filter(Boolean).join(' · ') || t('tree.all')}</span>}
      >
        <FleetActions place={place} targets={targets} markedNames={chosen.map(({ name }) => name)} />
      </PageHeader>
      <div className="flex min-h-0 flex-1">
        {children}
        <div className="flex min-w-0 flex-1 flex-col">
          <ErrorNote error={error ?? undefined} onRetry={() => void refetch()} className="m-4" />
          <CheckStrip />
          {place.host !== undefined && !opened && !isPending ? (
            <Note tone="amber">
              {t('sheet.gone', { host: place.host, app: app ?? '', environment: environment ?? '' })}
            </Note>
          ) : null}
          {hosts.length > 0 ? (
            <>
              <FilterBar hosts={hosts} shown={shown.length} filter={filter} onFilter={setFilter} />
              <DataTable
                label={t('hosts')}
                rows={shown}
                columns={columns}
                keyOf={hostKey}
                selected={opened ? hostKey(opened) : undefined}
                marked={marked}
                onMark={setMarked}
                onOpen={(host) => onGo({ app: host.app, environment: host.environment, host: host.name })}
                empty={<p className="py-8 text-center text-sm text-muted">{t('filter.nothing')}</p>}
              />
            </>
          ) : isPending ? (
            <LoadingNote what={t('what')} />
          ) : error ? null : (
            <EmptyFleet board={board} place={place} />
          )}
        </div>
      </div>
      {opened ? (
        <HostSheet
          key={hostKey(opened)}
          host={opened}
          onClose={() => onGo({ app: opened.app, environment: opened.environment })}
        />
      ) : null}
    </>
  )
}

const clusterOf = ({ app, environment }: FleetPlace) => ({
  ...(app === undefined ? {} : { app }),
  ...(environment === undefined ? {} : { environment }),
})

const isAt = (host: WireHost, { app, environment, host: name }: FleetPlace) =>
  host.app === app && host.environment === environment && host.name === name
