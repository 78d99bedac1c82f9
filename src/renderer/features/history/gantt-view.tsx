import { ChartNoAxesGantt, ChevronLeft, ChevronRight, Maximize2, ZoomIn, ZoomOut } from 'lucide-react'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RolloutState } from '../../../shared/domain/rollout-state'
import { IconButton } from '../../ui/button'
import { formatNumber } from '../../ui/format'
import { EmptyNote } from '../../ui/notes'
import { SearchInput } from '../../ui/search-input'
import { Segmented } from '../../ui/segmented'
import { GanttChart } from './gantt-chart'
import { ganttOf, orderRows, type GanttOrder } from './gantt-rows'
import { panWindow, wholeWindow, zoomWindow } from './gantt-window'
import { usePlayer } from './review-context'

const orders: readonly GanttOrder[] = ['batch', 'duration', 'slow']

/** Every host's steps over time. `seq`: how much of the journal there is. */
export function GanttView({ whole, seq }: { readonly whole: RolloutState; readonly seq: number }) {
  const { t } = useTranslation('history')
  const { events, scale } = usePlayer().book
  const [order, setOrder] = useState<GanttOrder>('batch')
  const [text, setText] = useState('')
  const [window, setWindow] = useState(wholeWindow)
  // the list of events grows in place
  const gantt = useMemo(() => ganttOf(events, whole), [events, whole, seq])
  const rows = useMemo(() => {
    const wanted = text.trim().toLowerCase()
    const begun = gantt.rows.filter(({ segments, host }) => segments.length > 0 && host.toLowerCase().includes(wanted))
    return orderRows(begun, order)
  }, [gantt, order, text])
  const slow = useMemo(() => gantt.rows.reduce((sum, row) => sum + row.slow, 0), [gantt])
  if (gantt.rows.every(({ segments }) => segments.length === 0)) {
    return (
      <EmptyNote icon={ChartNoAxesGantt} title={t('gantt.empty')}>
        {t('gantt.emptyWhat')}
      </EmptyNote>
    )
  }
  return (
    <div className="flex min-h-0 flex-1 flex-col rounded-lg border border-line bg-surface">
      <div className="flex flex-wrap items-center gap-2 border-b border-line p-2">
        <Segmented
          label={t('gantt.order')}
          value={order}
          options={orders.map((value) => ({ value, label: t(`gantt.${value}`) }))}
          onChange={setOrder}
          className="h-7"
        />
        <SearchInput
          label={t('gantt.find')}
          placeholder={t('gantt.find')}
          value={text}
          onChange={setText}
          className="w-44"
        />
        <span className="text-xs text-muted tabular">
          {t('gantt.rows', { shown: formatNumber(rows.length), count: formatNumber(gantt.rows.length) })}
        </span>
        <span title={t('gantt.slowWhy')} className={slow > 0 ? 'text-xs text-amber-fg' : 'text-xs text-muted'}>
          {t('gantt.slowCount', { count: slow })}
        </span>
        <div className="ml-auto flex items-center gap-0.5">
          <IconButton
            icon={ChevronLeft}
            label={t('gantt.earlier')}
            onClick={() => setWindow((shown) => panWindow(shown, -0.5))}
          />
          <IconButton
            icon={ChevronRight}
            label={t('gantt.later')}
            onClick={() => setWindow((shown) => panWindow(shown, 0.5))}
          />
          <IconButton
            icon={ZoomOut}
            label={t('gantt.zoomOut')}
            onClick={() => setWindow((shown) => zoomWindow(shown, 2))}
          />
          <IconButton
            icon={ZoomIn}
            label={t('gantt.zoomIn')}
            onClick={() => setWindow((shown) => zoomWindow(shown, 0.5))}
          />
          <IconButton icon={Maximize2} label={t('gantt.fit')} onClick={() => setWindow(wholeWindow)} />
        </div>
      </div>
      <GanttChart
        rollout={whole.settings.rollout}
        rows={rows}
        gantt={gantt}
        scale={scale}
        window={window}
        onWindow={setWindow}
      />
    </div>
  )
}
