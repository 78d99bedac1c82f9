import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { cn } from '../../ui/cn'
import { formatDuration } from '../../ui/format'
import { hostMarks } from '../../ui/marks'
import { toneText, toneVar } from '../../ui/tone'
import { ganttTracks } from './gantt-tracks'
import type { GanttRow, GanttSegment } from './gantt-rows'
import { percentAt, type GanttWindow } from './gantt-window'
import { stepTones } from './step-tones'
import type { TimeScale } from './time-scale'

/** What is pointed at: a row, and an attempt of it. */
export type GanttPick = { readonly row: number; readonly segment: number | undefined }

type GanttLineProps = {
  readonly id: string
  readonly row: GanttRow
  readonly index: number
  readonly scale: TimeScale
  readonly window: GanttWindow
  readonly top: number
  readonly height: number
  readonly picked: GanttPick | undefined
  readonly onPick: (pick: GanttPick) => void
  readonly onOpen: (pick: GanttPick) => void
}

/** One host: its name, its steps over time, and how long they took together. */
export const GanttLine = memo(function GanttLine(props: GanttLineProps) {
  const { id, row, index, scale, window, top, height, picked, onPick, onOpen } = props
  const { t } = useTranslation('history')
  const { t: common } = useTranslation()
  const { icon: Icon, tone } = hostMarks[row.status]
  const batch = row.batch === 0 ? common('batch.canary') : common('batch.batch', { index: row.batch })
  const status = common(`hostStatus.${row.status}`)
  const label = t('gantt.row', { host: row.host, batch, status, total: formatDuration(row.totalMs) })
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={index + 1}
      aria-label={row.slow > 0 ? `${label}, ${t('gantt.rowSlow', { count: row.slow })}` : label}
      aria-selected={picked !== undefined}
      onMouseEnter={() => onPick({ row: index, segment: undefined })}
      onClick={() => onOpen(picked ?? { row: index, segment: undefined })}
      className={cn('absolute inset-x-0 grid cursor-pointer items-center gap-2 pr-2 pl-3', picked && 'bg-hover/60')}
      style={{ gridTemplateColumns: ganttTracks, height, transform: `translateY(${top}px)` }}
    >
      <span role="rowheader" title={`${row.host} · ${batch}`} className="flex min-w-0 items-center gap-1.5 text-xs">
        <Icon aria-hidden size={12} strokeWidth={2.5} className={cn('shrink-0', toneText[tone])} />
        <span className="min-w-0 truncate font-mono">{row.host}</span>
        <span className="ml-auto shrink-0 text-2xs text-faint">{batch}</span>
      </span>
      <svg role="gridcell" width="100%" height={height} className="overflow-hidden">
        {row.segments.map((segment, at) => (
          <Segment
            key={`${segment.step}.${segment.attempt}`}
            segment={segment}
            scale={scale}
            window={window}
            height={height}
            isPicked={picked?.segment === at}
            onPick={() => onPick({ row: index, segment: at })}
          />
        ))}
      </svg>
      <span role="gridcell" className="text-right font-mono text-2xs text-muted tabular">
        {formatDuration(row.totalMs)}
      </span>
    </div>
  )
})

/** A step that took a moment is still seen. */
const leastPx = 2

function Segment({
  segment,
  scale,
  window,
  height,
  isPicked,
  onPick,
}: {
  readonly segment: GanttSegment
  readonly scale: TimeScale
  readonly window: GanttWindow
  readonly height: number
  readonly isPicked: boolean
  readonly onPick: () => void
}) {
  const left = percentAt(window, scale.at(segment.fromMs))
  const right = percentAt(window, scale.at(segment.toMs ?? scale.toMs))
  if (right < 0 || left > 100) return null
  const { outcome, purpose, step, isSlow } = segment
  const color = outcome === 'failed' ? toneVar('red') : toneVar(stepTones[step])
  const isHollow = outcome === 'skipped' || outcome === 'running'
  const width = `max(${leastPx}px, ${right - left}%)`
  return (
    <g onMouseEnter={onPick}>
      <rect
        y={outcome === 'skipped' ? height / 2 - 2 : 5}
        height={outcome === 'skipped' ? 4 : height - 10}
        rx={1.5}
        fill={isHollow ? 'transparent' : color}
        stroke={isPicked ? 'var(--fg)' : isHollow ? color : 'none'}
        strokeWidth={isPicked ? 1.5 : 1}
        strokeDasharray={outcome === 'running' || purpose === 'undo' ? '3 2' : undefined}
        opacity={isPicked || outcome === 'failed' ? 1 : step === 'mute' || step === 'unmute' ? 0.6 : 0.85}
        style={{ x: `${left}%`, width }}
      />
      {outcome === 'failed' ? (
        <svg x={`${left}%`} y={height / 2 - 4} width={8} height={8} overflow="visible">
          <path d="M1 1 7 7M7 1 1 7" stroke="var(--surface)" strokeWidth={1.6} strokeLinecap="round" />
        </svg>
      ) : null}
      {isSlow ? (
        <rect
          y={1}
          height={2.5}
          rx={1}
          fill={toneVar('amber')}
          style={{ x: `${left}%`, width: `max(5px, ${right - left}%)` }}
        />
      ) : null}
    </g>
  )
}
