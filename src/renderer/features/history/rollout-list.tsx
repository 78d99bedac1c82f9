import { History, SearchX } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'
import { useConsole } from '../../api/queries'
import { routes } from '../../app/routes'
import type { Output } from '../../../shared/ipc/contract'
import { Button } from '../../ui/button'
import { DataTable, type Column } from '../../ui/data-table'
import { Ago, Elapsed } from '../../ui/moment'
import { EmptyNote, ErrorNote, LoadingNote } from '../../ui/notes'
import { ListFilters } from './list-filters'
import { listLimit, parseListQuery, toListRequest } from './list-query'
import { ResultBadge } from './result-badge'
import { useQuery } from './use-query'

type Entry = Output<'rollout:list'>[number]

/** Every rollout, newest first, by filters that stand in the address. */
export function RolloutList() {
  const { t } = useTranslation('history')
  const [, go] = useLocation()
  const [search, change] = useQuery()
  const request = useMemo(() => toListRequest(parseListQuery(search)), [search])
  const { data, error, isPending, refetch } = useConsole('rollout:list', request, {
    placeholderData: (before) => before,
  })
  const all = useConsole('rollout:list', { limit: listLimit })
  const columns = useColumns(all.data)
  const isFiltered = Object.keys(request).length > 1
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3 pt-3">
      <ListFilters all={all.data} shown={data?.length} onChange={change} />
      {error ? <ErrorNote error={error} onRetry={() => void refetch()} /> : null}
      {data && data.length >= listLimit ? (
        <p className="text-xs text-muted">{t('list.cut', { count: listLimit })}</p>
      ) : null}
      {isPending && !data ? (
        <LoadingNote what={t('what.rollouts')} />
      ) : (
        <DataTable
          label={t('list.label')}
          rows={data ?? nothing}
          columns={columns}
          keyOf={({ rollout }) => rollout}
          onOpen={({ rollout }) => go(routes.review(rollout))}
          empty={isFiltered ? <NoMatch /> : <NothingYet />}
          className="rounded-lg border border-line bg-surface"
        />
      )}
    </div>
  )
}

const nothing: readonly Entry[] = []

function NothingYet() {
  const { t } = useTranslation('history')
  const [, go] = useLocation()
  return (
    <EmptyNote icon={History} title={t('list.empty')}>
      <p className="mb-4">{t('list.emptyWhat')}</p>
      <Button tone="primary" onClick={() => go(routes.newLaunch())}>
        {t('list.start')}
      </Button>
    </EmptyNote>
  )
}

function NoMatch() {
  const { t } = useTranslation('history')
  return (
    <EmptyNote icon={SearchX} title={t('list.noMatch')}>
      {t('list.noMatchWhat')}
    </EmptyNote>
  )
}

/** `all`: to know which rollout put another one back; a list that is filtered may not have it. */
function useColumns(all: readonly Entry[] | undefined): readonly Column<Entry>[] {
  const { t, i18n } = useTranslation('history')
  const { t: common } = useTranslation()
  return useMemo(() => {
    const putBackBy = new Map(
      (all ?? []).flatMap(({ rollout, rollsBack }) => (rollsBack ? [[rollsBack, rollout]] : [])),
    )
    const durationOf = ({ createdAtMs, finishedAtMs }: Entry) => (finishedAtMs ?? Number.MAX_SAFE_INTEGER) - createdAtMs
    return [
      {
        id: 'result',
        title: t('list.result'),
        width: '116px',
        cell: ({ result }) => <ResultBadge result={result} />,
        sortBy: ({ result }) => result ?? '',
      },
      {
        id: 'release',
        title: t('list.release'),
        width: 'minmax(9rem,1.2fr)',
        cell: ({ app, version }) => (
          <span title={`${app} ${version}`}>
            <span className="font-medium">{app}</span> <span className="font-mono text-xs text-muted">{version}</span>
          </span>
        ),
        sortBy: ({ app, version }) => `${app} ${version}`,
      },
      {
        id: 'environment',
        title: t('list.environment'),
        width: 'minmax(6rem,1fr)',
        cell: ({ environment }) => environment,
        sortBy: ({ environment }) => environment,
      },
      {
        id: 'type',
        title: t('list.type'),
        width: '84px',
        cell: ({ type }) => <span className="text-muted">{common(`type.${type}`)}</span>,
        sortBy: ({ type }) => type,
      },
      {
        id: 'person',
        title: t('list.person'),
        width: 'minmax(5rem,0.8fr)',
        cell: ({ startedBy }) => startedBy,
        sortBy: ({ startedBy }) => startedBy,
      },
      {
        id: 'when',
        title: t('list.when'),
        width: '116px',
        cell: ({ createdAtMs }) => <Ago atMs={createdAtMs} />,
        sortBy: ({ createdAtMs }) => createdAtMs,
      },
      {
        id: 'duration',
        title: t('list.duration'),
        width: '80px',
        cell: ({ createdAtMs, finishedAtMs }) => <Elapsed fromMs={createdAtMs} toMs={finishedAtMs} />,
        sortBy: durationOf,
      },
      {
        id: 'relation',
        title: t('list.relation'),
        width: 'minmax(11rem,1.2fr)',
        cell: (entry) => <Relation entry={entry} putBackBy={putBackBy.get(entry.rollout)} />,
      },
      {
        id: 'id',
        title: t('list.id'),
        width: '96px',
        cell: ({ rollout }) => <span className="font-mono text-xs text-faint">{rollout}</span>,
      },
    ]
    // the titles are in the language of the page
  }, [t, common, all, i18n.language])
}

function Relation({ entry, putBackBy }: { readonly entry: Entry; readonly putBackBy: string | undefined }) {
  const { t } = useTranslation('history')
  const other = entry.rollsBack ?? putBackBy
  if (other === undefined) return null
  return (
    <Link
      href={routes.review(other)}
      onClick={(event) => event.stopPropagation()}
      className="text-xs text-accent hover:underline"
    >
      {entry.rollsBack ? t('list.rollsBack', { rollout: other }) : t('list.rolledBackBy', { rollout: other })}
    </Link>
  )
}
