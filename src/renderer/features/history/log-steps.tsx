import { useTranslation } from 'react-i18next'
import { settlingAtMs } from '../../../shared/domain/lifecycle'
import { useConsole } from '../../api/queries'
import { attemptName } from '../../terminal/terminal-words'
import { cn } from '../../ui/cn'
import { formatMoment } from '../../ui/format'
import { ErrorNote } from '../../ui/notes'
import { sizeText } from './size-text'

/** The steps of a host that printed something; one of them brings its output into sight. */
export function LogSteps({
  rollout,
  host,
  chosen,
  onChoose,
}: {
  readonly rollout: string
  readonly host: string
  readonly chosen: { readonly step: string; readonly attempt?: number }
  readonly onChoose: (step: string, attempt: number) => void
}) {
  const { t } = useTranslation('history')
  const { data, error, refetch } = useConsole('log:list', { rollout, host }, { staleTime: 0 })
  if (error) return <ErrorNote error={error} onRetry={() => void refetch()} className="m-2" />
  return (
    <div
      role="group"
      aria-label={t('log.steps', { host })}
      className="flex h-9 shrink-0 items-center gap-1 overflow-x-auto border-b border-line bg-surface px-2"
    >
      {data?.length === 0 ? <span className="text-xs text-faint">{t('log.noLog')}</span> : null}
      {data?.map(({ step, attempt, sizeBytes }) => {
        const isChosen = step === chosen.step && (chosen.attempt === undefined || attempt === chosen.attempt)
        const atMs = settlingAtMs(attempt)
        return (
          <button
            key={`${step}.${attempt}`}
            type="button"
            aria-pressed={isChosen}
            title={atMs === undefined ? undefined : formatMoment(atMs)}
            onClick={() => onChoose(step, attempt)}
            className={cn(
              'flex h-6 shrink-0 items-center gap-1.5 rounded-sm px-2 text-xs text-muted hover:bg-hover hover:text-fg',
              isChosen && 'bg-accent-bg text-fg',
            )}
          >
            {attemptName(step, attempt)}
            <span className="text-2xs text-faint tabular">{sizeText(sizeBytes)}</span>
          </button>
        )
      })}
    </div>
  )
}
