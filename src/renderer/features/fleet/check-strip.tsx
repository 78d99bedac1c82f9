import { Check, CircleAlert, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button, IconButton } from '../../ui/button'
import { cn } from '../../ui/cn'
import { describeError } from '../../ui/describe-error'
import { formatNumber } from '../../ui/format'
import { Elapsed } from '../../ui/moment'
import { cancelChecks, dismissChecks, useHostChecks, type CheckRun } from './host-checks'

/** How far a connect test is, how to stop it, and what the hosts that failed said. */
export function CheckStrip() {
  const { t } = useTranslation('fleet')
  const run = useHostChecks((state) => state.run)
  if (!run) return null
  const isOver = run.finishedAtMs !== undefined
  const { total, done, failed } = run
  return (
    <section aria-label={t('column.check')} className="shrink-0 border-b border-line bg-sunken px-4 py-2">
      <div className="flex items-center gap-3">
        {isOver && failed === 0 && done === total ? (
          <Check aria-hidden size={15} className="shrink-0 text-green-fg" />
        ) : isOver ? (
          <CircleAlert aria-hidden size={15} className="shrink-0 text-orange-fg" />
        ) : null}
        <p role="status" className="text-sm tabular">
          {sentenceOf(run, t)}
        </p>
        <span className="text-xs text-muted">
          <Elapsed fromMs={run.startedAtMs} toMs={run.finishedAtMs} />
        </span>
        {isOver ? (
          <IconButton icon={X} label={t('check.dismiss')} className="ml-auto" onClick={dismissChecks} />
        ) : run.isCancelled ? (
          <span className="ml-auto text-xs text-muted">{t('check.cancelling')}</span>
        ) : (
          <Button size="sm" className="ml-auto" onClick={cancelChecks}>
            {t('check.cancel')}
          </Button>
        )}
      </div>
      {isOver ? null : (
        <div aria-hidden className="mt-2 flex h-1 overflow-hidden rounded-full bg-hover">
          <span className="bg-green-line" style={{ width: `${((done - failed) / total) * 100}%` }} />
          <span className="bg-red-fg" style={{ width: `${(failed / total) * 100}%` }} />
        </div>
      )}
      {run.error === undefined ? null : (
        <p role="alert" className="mt-1 text-sm break-words text-red-fg">
          {`${t('check.stopped')} ${describeError(run.error)}`}
        </p>
      )}
      {failed > 0 ? <Failures startedAtMs={run.startedAtMs} /> : null}
    </section>
  )
}

function sentenceOf(run: CheckRun, t: ReturnType<typeof useTranslation<'fleet'>>['t']): string {
  const { total, done, failed } = run
  const counts = { done: formatNumber(done), total: formatNumber(total), failed: formatNumber(failed) }
  if (run.finishedAtMs === undefined) return t('check.progress', counts)
  return failed === 0 && done === total
    ? t('check.allGood', { count: total, shown: counts.total })
    : t('check.finished', counts)
}

/** Their own sentences: what, why, how to fix. The same sentence of many hosts would say the name only, so each stands for itself. */
function Failures({ startedAtMs }: { readonly startedAtMs: number }) {
  const { t } = useTranslation('fleet')
  const verdicts = useHostChecks((state) => state.verdicts)
  const failures = [...verdicts.values()].filter(({ ok, atMs }) => !ok && atMs >= startedAtMs)
  return (
    <details className="mt-1" open={failures.length <= 5}>
      <summary className="cursor-default text-xs text-muted">{t('check.failures', { count: failures.length })}</summary>
      <ul className={cn('mt-1 flex max-h-48 flex-col gap-1 overflow-y-auto text-sm')}>
        {failures.map(({ app, environment, name, problem }) => (
          <li key={`${app} ${environment} ${name}`} className="break-words text-red-fg">
            {problem ?? name}
          </li>
        ))}
      </ul>
    </details>
  )
}
