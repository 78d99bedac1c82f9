import { useVirtualizer } from '@tanstack/react-virtual'
import { useId, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation } from 'wouter'
import { formatTime } from '../../ui/format'
import { GanttDetail } from './gantt-detail'
import { ganttTracks } from './gantt-tracks'
import { GanttLine, type GanttPick } from './gantt-line'
import type { Gantt, GanttRow } from './gantt-rows'
import { panWindow, percentAt, wholeWindow, zoomWindow, type GanttWindow } from './gantt-window'
import { useCursor } from './review-context'
import { logHref } from './review-links'
import { quietHatch } from './scrub-track'
import type { TimeScale } from './time-scale'

const rowPx = 22

type GanttChartProps = {
  readonly rollout: string
  readonly rows: readonly GanttRow[]
  readonly gantt: Gantt
  readonly scale: TimeScale
  readonly window: GanttWindow
  readonly onWindow: (window: GanttWindow) => void
}

/** The rows in sight, an axis above and what is pointed at below. One stop for the Tab key; arrows move within. */
export function GanttChart({ rollout, rows, gantt, scale, window, onWindow }: GanttChartProps) {
  const { t } = useTranslation('history')
  const [, go] = useLocation()
  const id = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const [pick, setPick] = useState<GanttPick>({ row: 0, segment: undefined })
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 10,
  })
  const row = rows[Math.min(pick.row, rows.length - 1)]
  const open = ({ row: at, segment }: GanttPick) => {
    const target = rows[at]
    const chosen = segment === undefined ? undefined : target?.segments[segment]
    if (target)
      go(logHref({ rollout, host: target.host, ...(chosen ? { step: chosen.step, attempt: chosen.attempt } : {}) }))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const moved = movePick(event, pick, rows)
    const looked = event.shiftKey || !moved ? moveWindow(event, window) : undefined
    if (looked) onWindow(looked)
    else if (moved) {
      setPick(moved)
      virtual.scrollToIndex(moved.row)
    } else if (event.key === 'Enter') open(pick)
    else return
    event.preventDefault()
  }
  return (
    <>
      <Axis scale={scale} window={window} />
      <div className="relative flex min-h-0 flex-1 flex-col">
        <Background scale={scale} window={window} />
        <div
          ref={scroller}
          role="grid"
          tabIndex={0}
          aria-label={t('gantt.label')}
          aria-rowcount={rows.length}
          aria-activedescendant={`${id}-${pick.row}`}
          onKeyDown={onKeyDown}
          className="min-h-0 flex-1 overflow-x-hidden overflow-y-scroll focus-visible:outline-offset-[-2px]"
        >
          <div className="relative" style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map(({ index, start }) => (
              <GanttLine
                key={rows[index]!.host}
                id={`${id}-${index}`}
                row={rows[index]!}
                index={index}
                scale={scale}
                window={window}
                top={start}
                height={rowPx}
                picked={pick.row === index ? pick : undefined}
                onPick={setPick}
                onOpen={open}
              />
            ))}
          </div>
        </div>
      </div>
      <GanttDetail row={row} segment={pick.segment} medianMs={gantt.medianMs} />
    </>
  )
}

function movePick(
  { key, shiftKey }: KeyboardEvent,
  { row, segment }: GanttPick,
  rows: readonly GanttRow[],
): GanttPick | undefined {
  const last = rows.length - 1
  const to = { ArrowDown: row + 1, ArrowUp: row - 1, Home: 0, End: last, PageDown: row + 20, PageUp: row - 20 }[key]
  if (to !== undefined) return { row: Math.max(0, Math.min(last, to)), segment }
  const by = { ArrowRight: 1, ArrowLeft: -1 }[key]
  if (by === undefined || shiftKey) return undefined
  const count = rows[row]?.segments.length ?? 0
  return { row, segment: Math.max(0, Math.min(count - 1, segment === undefined ? 0 : segment + by)) }
}

function moveWindow({ key, shiftKey }: KeyboardEvent, window: GanttWindow): GanttWindow | undefined {
  if (key === '+' || key === '=') return zoomWindow(window, 0.5)
  if (key === '-') return zoomWindow(window, 2)
  if (key === '0') return wholeWindow
  if (!shiftKey) return undefined
  if (key === 'ArrowLeft') return panWindow(window, -0.25)
  return key === 'ArrowRight' ? panWindow(window, 0.25) : undefined
}

/** Places of the axis that are labelled, in percent. */
const ticks = [0, 20, 40, 60, 80, 100]

function Axis({ scale, window }: { readonly scale: TimeScale; readonly window: GanttWindow }) {
  const momentAt = (percent: number) => scale.momentAt(window.from + (percent / 100) * (window.to - window.from))
  return (
    <div
      aria-hidden
      className="grid gap-2 border-b border-line pr-5 pl-3 text-2xs text-faint"
      style={{ gridTemplateColumns: ganttTracks }}
    >
      <span />
      <div className="relative h-6">
        {ticks.map((percent) => (
          <span
            key={percent}
            className="absolute top-1 font-mono whitespace-nowrap"
            style={{ left: `${percent}%`, transform: `translateX(${-percent}%)` }}
          >
            {formatTime(momentAt(percent))}
          </span>
        ))}
      </div>
      <span />
    </div>
  )
}

/** Behind the rows: lines of the axis, quiet stretches, and the moment of the review. */
function Background({ scale, window }: { readonly scale: TimeScale; readonly window: GanttWindow }) {
  const atMs = useCursor((cursor) => cursor.atMs)
  const now = percentAt(window, scale.at(atMs))
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute inset-0 grid gap-2 pr-5 pl-3"
      style={{ gridTemplateColumns: ganttTracks }}
    >
      <span />
      <div className="relative overflow-hidden">
        {ticks.slice(1, -1).map((percent) => (
          <span key={percent} className="absolute inset-y-0 w-px bg-line" style={{ left: `${percent}%` }} />
        ))}
        {scale.quiet.map(({ fromMs, toMs }) => {
          const left = percentAt(window, scale.at(fromMs))
          const width = percentAt(window, scale.at(toMs)) - left
          return (
            <span
              key={fromMs}
              className="absolute inset-y-0 opacity-70"
              style={{ left: `${left}%`, width: `${width}%`, backgroundImage: quietHatch }}
            />
          )
        })}
        <span className="absolute inset-y-0 w-0.5 bg-accent" style={{ left: `${now}%` }} />
      </div>
      <span />
    </div>
  )
}
