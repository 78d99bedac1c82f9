import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { servingOf } from '../../../shared/domain/rollout-state'
import { useRollout } from '../../stores/rollouts'
import { Panel } from '../../ui/panel'
import { drawCapacity } from '../launch/capacity-path'
import { useCursor, usePlayer } from './review-context'

/** Units of the drawing's time; the scale of the review, in which quiet stretches are short, gives 0 to 1. */
const drawnWidth = 10_000

/** How many hosts served over the whole rollout, with the moment of the review and the floor. */
export function MomentCapacity() {
  const { t } = useTranslation('history')
  const player = usePlayer()
  const hosts = useRollout(({ settings }) => settings.plan.hosts)
  const floor = useRollout(({ settings }) => settings.plan.floor)
  const serving = useRollout(servingOf)
  const lastSeq = useCursor((cursor) => cursor.lastSeq)
  const drawing = useMemo(() => {
    const { scale } = player.book
    const points = player.capacity.map((point) => ({ ...point, atMs: scale.at(point.atMs) * drawnWidth }))
    const lowest = Math.min(hosts, ...points.map((point) => point.serving))
    return drawCapacity(points, { hosts, floor, lowest, fromMs: 0, toMs: drawnWidth })
    // the journal grows in place
  }, [player, hosts, floor, lastSeq])
  const label = t('moment.capacityLabel', { serving, hosts, floor })
  return (
    <Panel
      title={t('moment.capacity')}
      aside={
        <p className="text-xs tabular">
          <span className="font-semibold">{t('moment.serving', { serving, hosts })}</span>
          <span className="text-red-fg"> · {t('moment.floor', { floor })}</span>
        </p>
      }
      className="shrink-0"
      bodyClassName="p-3"
    >
      <figure aria-label={label} className="relative h-24 rounded-sm border border-line bg-sunken">
        <svg aria-hidden viewBox="0 0 100 100" preserveAspectRatio="none" className="absolute inset-0 size-full">
          <path d={drawing.area} className="fill-blue-fg" opacity={0.14} />
          <path
            d={drawing.line}
            fill="none"
            className="stroke-blue-fg"
            strokeWidth={1.5}
            vectorEffect="non-scaling-stroke"
          />
          <path
            d={`M0 ${drawing.floorY}H100`}
            className="stroke-red-fg"
            strokeWidth={1.25}
            strokeDasharray="5 4"
            vectorEffect="non-scaling-stroke"
          />
        </svg>
        <CapacityCursor />
      </figure>
    </Panel>
  )
}

function CapacityCursor() {
  const player = usePlayer()
  const atMs = useCursor((cursor) => cursor.atMs)
  return (
    <span
      aria-hidden
      className="absolute inset-y-0 w-0.5 -translate-x-1/2 bg-accent"
      style={{ left: `${player.book.scale.at(atMs) * 100}%` }}
    />
  )
}
