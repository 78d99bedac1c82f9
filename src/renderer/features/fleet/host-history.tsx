import { Check, Slash, Undo2, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { useConsole } from '../../api/queries'
import { routes } from '../../app/routes'
import type { Output } from '../../../shared/ipc/contract'
import type { WireHost } from '../../../shared/ipc/requests/inventory-requests'
import { Badge } from '../../ui/badge'
import type { Mark } from '../../ui/marks'
import { Ago } from '../../ui/moment'
import { ErrorNote, LoadingNote } from '../../ui/notes'

type Visit = Output<'host:history'>[number]

const marks: Readonly<Record<Visit['outcome'], Mark>> = {
  succeeded: { icon: Check, tone: 'green' },
  failed: { icon: X, tone: 'red' },
  skipped: { icon: Slash, tone: 'grey' },
  excluded: { icon: Slash, tone: 'grey' },
  returned: { icon: Undo2, tone: 'orange' },
}

/** What rollouts did to one host, newest first. */
export function HostHistory({ host: { app, environment, name } }: { readonly host: WireHost }) {
  const { t } = useTranslation('fleet')
  const { data, error } = useConsole('host:history', { app, environment, host: name })
  if (error) return <ErrorNote error={error} />
  if (!data) return <LoadingNote what={t('sheet.history_what')} />
  if (data.length === 0) return <p className="text-sm text-muted">{t('sheet.noHistory')}</p>
  return (
    <ol className="flex flex-col divide-y divide-line rounded-md border border-line">
      {data.map((visit) => (
        <VisitRow key={visit.rollout} visit={visit} />
      ))}
    </ol>
  )
}

function VisitRow({ visit }: { readonly visit: Visit }) {
  const { t } = useTranslation('fleet')
  const { t: common } = useTranslation()
  const { rollout, version, type, startedBy, atMs, outcome, step, reason, versionAfter } = visit
  return (
    <li className="flex flex-col gap-0.5 px-3 py-2 text-sm">
      <div className="flex items-center gap-2">
        <Badge tone={marks[outcome].tone} icon={marks[outcome].icon}>
          {t(`sheet.outcome.${outcome}`)}
        </Badge>
        <Link href={routes.review(rollout)} className="min-w-0 truncate font-mono text-xs hover:underline">
          {version}
        </Link>
        {type === 'rollback' ? <span className="text-xs text-muted">{common('type.rollback')}</span> : null}
        <span className="ml-auto shrink-0 text-xs text-muted">
          <Ago atMs={atMs} />
        </span>
      </div>
      <p className="text-xs break-words text-muted">
        {[
          startedBy,
          step === undefined ? undefined : t('sheet.atStep', { step }),
          versionAfter === undefined || versionAfter === version
            ? undefined
            : t('sheet.nowRuns', { version: versionAfter }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {reason === undefined ? null : <p className="text-xs break-words text-muted">{reason}</p>}
    </li>
  )
}
