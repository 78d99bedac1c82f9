import { SquareTerminal } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import type { Output, RawInput } from '../../../shared/ipc/contract'
import { useConsole } from '../../api/queries'
import { routes } from '../../app/routes'
import { ShellRecord } from '../../terminal/shell-record'
import { DataTable, type Column } from '../../ui/data-table'
import { Dialog } from '../../ui/dialog'
import { formatDateTime } from '../../ui/format'
import { Ago, Elapsed } from '../../ui/moment'
import { EmptyNote, ErrorNote, LoadingNote } from '../../ui/notes'
import { sizeText } from './size-text'

type Shell = Output<'shell:list'>[number]

/** Shells that were opened on hosts, each with what it printed. */
export function ShellList({ filter }: { readonly filter: RawInput<'shell:list'> }) {
  const { t } = useTranslation('history')
  const { data, error, isPending, refetch } = useConsole('shell:list', filter)
  const [played, setPlayed] = useState<Shell>()
  const columns = useColumns(filter.rollout === undefined)
  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} className="mt-3" />
  if (isPending) return <LoadingNote what={t('what.shells')} />
  const empty = (
    <EmptyNote icon={SquareTerminal} title={t('shell.empty')}>
      {t('shell.emptyWhat')}
    </EmptyNote>
  )
  return (
    <div className="flex min-h-0 flex-1 flex-col pt-3">
      <DataTable
        label={t('shell.label')}
        rows={data}
        columns={columns}
        keyOf={({ shell }) => shell}
        onOpen={setPlayed}
        selected={played?.shell}
        empty={empty}
        className="rounded-lg border border-line bg-surface"
      />
      {played ? <Played shell={played} onClose={() => setPlayed(undefined)} /> : null}
    </div>
  )
}

function Played({ shell, onClose }: { readonly shell: Shell; readonly onClose: () => void }) {
  const { t } = useTranslation('history')
  const { host, openedBy, openedAtMs } = shell
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('shell.title', { host })}
      description={t('shell.titleBy', { person: openedBy, at: formatDateTime(openedAtMs) })}
      className="w-[min(72rem,calc(100vw-2rem))]"
    >
      <div className="flex h-[62vh] overflow-hidden rounded-md border border-line">
        <ShellRecord shell={shell.shell} className="flex-1" />
      </div>
    </Dialog>
  )
}

function useColumns(hasRollout: boolean): readonly Column<Shell>[] {
  const { t } = useTranslation('history')
  return useMemo(() => {
    const during: Column<Shell> = {
      id: 'rollout',
      title: t('shell.during'),
      width: '110px',
      cell: ({ rollout }) =>
        rollout === undefined ? null : (
          <Link
            href={routes.review(rollout)}
            onClick={(event) => event.stopPropagation()}
            className="font-mono text-xs text-accent hover:underline"
          >
            {rollout}
          </Link>
        ),
    }
    return [
      {
        id: 'host',
        title: t('shell.host'),
        width: 'minmax(8rem,1fr)',
        cell: ({ host }) => <span className="font-mono text-xs font-medium">{host}</span>,
        sortBy: ({ host }) => host,
      },
      {
        id: 'cluster',
        title: t('list.environment'),
        width: 'minmax(8rem,1fr)',
        cell: ({ app, environment }) => `${app} · ${environment}`,
        sortBy: ({ app, environment }) => `${app} ${environment}`,
      },
      {
        id: 'by',
        title: t('shell.openedBy'),
        width: 'minmax(6rem,1fr)',
        cell: ({ openedBy }) => openedBy,
        sortBy: ({ openedBy }) => openedBy,
      },
      {
        id: 'opened',
        title: t('shell.opened'),
        width: '130px',
        cell: ({ openedAtMs }) => <Ago atMs={openedAtMs} />,
        sortBy: ({ openedAtMs }) => openedAtMs,
      },
      {
        id: 'duration',
        title: t('list.duration'),
        width: '100px',
        cell: ({ openedAtMs, closedAtMs }) =>
          closedAtMs === undefined ? t('shell.stillOpen') : <Elapsed fromMs={openedAtMs} toMs={closedAtMs} />,
      },
      ...(hasRollout ? [during] : []),
      {
        id: 'size',
        title: t('shell.size'),
        width: '90px',
        cell: ({ sizeBytes }) => <span className="tabular">{sizeText(sizeBytes)}</span>,
        sortBy: ({ sizeBytes }) => sizeBytes,
      },
    ]
  }, [t, hasRollout])
}
