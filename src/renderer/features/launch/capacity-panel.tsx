import { useTranslation } from 'react-i18next'
import { useShallow } from 'zustand/react/shallow'
import { useFeedState, useRollout } from '../../stores/rollouts'
import { cn } from '../../ui/cn'
import { formatDuration } from '../../ui/format'
import { Panel } from '../../ui/panel'
import { useNow } from '../../ui/use-now'
import { drawCapacity } from './capacity-path'

/** How many hosts serve, beside the floor and the lowest it has been, and how that went over time. */
export function CapacityPanel() {
  const { t } = useTranslation('launch')
  const { capacity, length } = useFeedState(
    useShallow(({ capacity: points }) => ({ capacity: points, length: points.length })),
  )
  const { hosts, floor, lowest, fromMs, finishedAtMs } = useRollout(
    useShallow(({ settings, lowestServing, createdAtMs, ...state }) => ({
      hosts: settings.plan.hosts,
      floor: settings.plan.floor,
      lowest: lowestServing,
      fromMs: createdAtMs,
      finishedAtMs: state.finishedAtMs,
    })),
  )
  const nowMs = useNow(finishedAtMs === undefined ? 2_000 : 0)
  const toMs = Math.max(finishedAtMs ?? nowMs, fromMs + 1_000)
  const serving = capacity[length - 1]?.serving ?? 0
  const { line, area, floorY, bottom } = drawCapacity(capacity, { hosts, floor, lowest, fromMs, toMs })
  const isBelow = serving < floor
  return (
    <Panel title={t('capacity.title')} aria-label={t('capacity.title')}>
      <p className="flex items-baseline gap-1.5">
        <span className={cn('tabular text-xl font-semibold', isBelow && 'text-red-fg')}>{serving}</span>
        <span className="text-sm text-muted">{t('capacity.of', { hosts })}</span>
      </p>
      <p className="tabular text-xs text-muted">
        {t('capacity.limits', { floor, lowest })}
        {isBelow ? <span className="font-medium text-red-fg">{` · ${t('capacity.below')}`}</span> : null}
      </p>
      <figure className="mt-2" aria-label={t('capacity.curve', { serving, hosts, floor, lowest })}>
        <div className="relative h-20 overflow-hidden rounded-sm border border-line bg-sunken">
          <svg aria-hidden viewBox="0 0 100 100" preserveAspectRatio="none" className="absolute inset-0 size-full">
            <path d={area} className="fill-blue-fg" opacity={0.14} />
            <path d={line} fill="none" className="stroke-blue-fg" strokeWidth={1.5} vectorEffect="non-scaling-stroke" />
            <path
              d={`M0 ${floorY}H100`}
              className="stroke-red-fg"
              strokeWidth={1}
              strokeDasharray="4 3"
              vectorEffect="non-scaling-stroke"
            />
          </svg>
          {/* below its line, where the curve seldom comes */}
          <span
            aria-hidden
            className="absolute right-1 pt-px text-2xs leading-3 text-red-fg"
            style={{ top: `${floorY}%` }}
          >
            {t('capacity.floor', { floor })}
          </span>
        </div>
        <figcaption aria-hidden className="tabular mt-0.5 flex justify-between text-2xs text-faint">
          <span>{t('capacity.from', { bottom })}</span>
          <span>{formatDuration(toMs - fromMs)}</span>
        </figcaption>
      </figure>
    </Panel>
  )
}
