import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { routes } from '../../app/routes'
import type { WireRolloutEntry } from '../../../shared/ipc/contract'
import { PhaseBadge } from '../../ui/badge'
import { formatDuration } from '../../ui/format'
import { Ago } from '../../ui/moment'

/** How the last rollouts ended. */
export function LastResults({ recent }: { readonly recent: readonly WireRolloutEntry[] }) {
  const { t } = useTranslation('board')
  if (recent.length === 0) return null
  return (
    <section aria-labelledby="board-recent" className="flex flex-col gap-2">
      <div className="flex items-baseline justify-between">
        <h2 id="board-recent" className="text-xs font-semibold text-muted">
          {t('recent.title')}
        </h2>
        <Link href={routes.history()} className="text-xs text-muted hover:text-fg hover:underline">
          {t('recent.all')}
        </Link>
      </div>
      <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
        {recent.map((entry) => (
          <ResultRow key={entry.rollout} entry={entry} />
        ))}
      </ul>
    </section>
  )
}

function ResultRow({ entry }: { readonly entry: WireRolloutEntry }) {
  const { t } = useTranslation('board')
  const { t: common } = useTranslation()
  const { rollout, app, environment, version, type, startedBy, createdAtMs, finishedAtMs, result } = entry
  return (
    <li className="grid grid-cols-[7rem_minmax(0,1.4fr)_minmax(0,1fr)_minmax(0,1fr)_5rem_7rem] items-center gap-4 px-3 py-2 text-sm">
      <span>{result === undefined ? null : <PhaseBadge phase={result} />}</span>
      <Link href={routes.review(rollout)} className="min-w-0 truncate font-medium hover:underline">
        {app} <span className="font-mono">{version}</span>
        {type === 'rollback' ? <span className="font-normal text-muted">{` · ${common('type.rollback')}`}</span> : null}
      </Link>
      <span className="min-w-0 truncate text-muted">{environment}</span>
      <span className="min-w-0 truncate text-muted">{t('recent.by', { person: startedBy })}</span>
      <span className="text-right font-mono text-xs text-muted tabular">
        {finishedAtMs === undefined ? null : formatDuration(finishedAtMs - createdAtMs)}
      </span>
      <span className="text-right text-xs text-muted">
        <Ago atMs={finishedAtMs ?? createdAtMs} />
      </span>
    </li>
  )
}
