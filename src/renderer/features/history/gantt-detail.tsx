import { useTranslation } from 'react-i18next'
import { stepNames } from '../../../shared/domain/lifecycle'
import { attemptText } from '../../ui/attempt-text'
import { formatDuration, formatNumber } from '../../ui/format'
import { toneText, toneVar } from '../../ui/tone'
import type { Gantt, GanttRow } from './gantt-rows'
import { stepTones } from './step-tones'

/** What is pointed at in the timeline, in words; the legend while nothing is. */
export function GanttDetail({
  row,
  segment: at,
  medianMs,
}: {
  readonly row: GanttRow | undefined
  readonly segment: number | undefined
  readonly medianMs: Gantt['medianMs']
}) {
  const { t } = useTranslation('history')
  const { t: common } = useTranslation()
  const segment = at === undefined ? undefined : row?.segments[at]
  if (!row || !segment) return <Legend />
  const { step, attempt, outcome, purpose, durationMs, reason, isSlow } = segment
  const usual = medianMs[step]
  const factor = usual && durationMs !== undefined ? durationMs / usual : undefined
  return (
    <div
      role="status"
      className="flex h-8 shrink-0 items-center gap-4 overflow-hidden border-t border-line px-3 text-xs whitespace-nowrap"
    >
      <span className="font-mono font-medium">{row.host}</span>
      <span>
        {common(`step.${step}`)}
        {attempt > 1 ? ` · ${attemptText(attempt)}` : ''}
        {purpose === 'undo' ? ` · ${t('gantt.undo')}` : ''}
      </span>
      <span className={outcome === 'failed' ? toneText.red : 'text-muted'}>{t(`gantt.outcome.${outcome}`)}</span>
      {durationMs === undefined ? null : <span className="font-mono">{formatDuration(durationMs)}</span>}
      {usual === undefined ? null : (
        <span className="text-faint">{t('gantt.median', { time: formatDuration(usual) })}</span>
      )}
      {isSlow && factor !== undefined ? (
        <span className={toneText.amber}>
          {t('gantt.times', { factor: formatNumber(factor, { maximumFractionDigits: 1 }) })}
        </span>
      ) : null}
      {reason ? (
        <span title={reason} className="min-w-0 truncate text-muted">
          {reason}
        </span>
      ) : null}
    </div>
  )
}

function Legend() {
  const { t } = useTranslation('history')
  const { t: common } = useTranslation()
  return (
    <div className="flex h-8 shrink-0 items-center gap-3 overflow-hidden border-t border-line px-3 text-2xs whitespace-nowrap text-muted">
      {stepNames.map((step) => (
        <span key={step} className="flex items-center gap-1">
          <span aria-hidden className="size-2 rounded-[2px]" style={{ background: toneVar(stepTones[step]) }} />
          {common(`step.${step}`)}
        </span>
      ))}
      <span className="flex items-center gap-1">
        <span aria-hidden className="size-2 rounded-[2px] bg-red-fg" />
        {t('gantt.outcome.failed')}
      </span>
      <span className="ml-auto min-w-0 truncate text-faint">{t('gantt.hint')}</span>
    </div>
  )
}
