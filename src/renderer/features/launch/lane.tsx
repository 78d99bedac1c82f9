import { Check } from 'lucide-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { useShallow } from 'zustand/react/shallow'
import type { PlannedBatch } from '../../../shared/domain/plan'
import { useRollout } from '../../stores/rollouts'
import { cn } from '../../ui/cn'
import { Elapsed } from '../../ui/moment'
import { viewLane, type LaneView } from './lane-model'
import { Tile } from './tile'
import type { TileSize } from './tile-model'

/** One batch: its name, its hosts, and how it stands in words. */
export const Lane = memo(function Lane({
  batch,
  size,
  isFirst,
}: {
  readonly batch: PlannedBatch
  readonly size: TileSize
  readonly isFirst: boolean
}) {
  const { t } = useTranslation()
  const lane = useRollout(useShallow((state) => viewLane(state, batch.index)))
  const floor = useRollout(({ settings }) => settings.plan.floor)
  const name = batch.kind === 'canary' ? t('batch.canary') : t('batch.batch', { index: batch.index })
  return (
    <li
      className={cn(
        'grid grid-cols-[4.5rem_minmax(0,1fr)_8rem] items-start gap-2 border-l-2 border-transparent px-3 py-2',
        lane.progress === 'running' && 'border-blue-fg bg-blue-bg/40',
        lane.progress === 'next' && 'border-violet-line',
      )}
    >
      <div className="pt-0.5">
        <p className={cn('text-xs font-medium', lane.progress === 'ahead' && 'text-muted')}>{name}</p>
        <p className="tabular text-2xs text-faint">{t('host', { count: lane.hosts })}</p>
      </div>
      <div
        role="group"
        aria-label={name}
        className={cn('flex flex-wrap', size === 'named' ? 'gap-1.5' : size >= 20 ? 'gap-1' : 'gap-0.5')}
      >
        {batch.hosts.map((host, position) => (
          <Tile key={host} name={host} size={size} isFirst={isFirst && position === 0} />
        ))}
      </div>
      <LaneWords lane={lane} floor={floor} />
    </li>
  )
})

function LaneWords({ lane, floor }: { readonly lane: LaneView; readonly floor: number }) {
  const { t } = useTranslation('launch')
  const { progress, failed, budget, startedAtMs, finishedAtMs, servingAfter, settled, hosts } = lane
  const left = lane.excluded + lane.skipped
  return (
    <div className="tabular pt-0.5 text-right text-2xs text-muted">
      {progress !== 'next' && progress !== 'ahead' ? (
        <p className="flex items-center justify-end gap-1 text-xs">
          {progress === 'done' && failed === 0 ? <Check aria-hidden size={13} className="text-green-fg" /> : null}
          {progress !== 'done' ? <span>{t('lane.settled', { settled, hosts })}</span> : null}
          {progress !== 'done' && startedAtMs !== undefined ? <span aria-hidden>·</span> : null}
          {startedAtMs === undefined ? null : <Elapsed fromMs={startedAtMs} toMs={finishedAtMs} />}
        </p>
      ) : (
        <p className={cn(progress === 'next' && 'text-fg')}>
          {t(progress === 'next' ? 'lane.next' : 'lane.ahead', { leaves: servingAfter, floor })}
        </p>
      )}
      {failed > 0 ? (
        <p className={failed > budget ? 'font-medium text-red-fg' : 'text-red-fg'}>
          {t(failed > budget ? 'lane.overBudget' : 'lane.inBudget', { count: failed, budget })}
        </p>
      ) : null}
      {left > 0 ? <p>{t('lane.leftOut', { count: left })}</p> : null}
    </div>
  )
}
