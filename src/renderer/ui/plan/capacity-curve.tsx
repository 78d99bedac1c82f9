import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { cn } from '../cn'
import { planCapacity, spreadLabels, type CurveBatch } from './capacity-geometry'

/** Label height in percent of the drawing, 112 px high. */
const labelGap = 14

/** How many hosts serve while each batch is out, from none to all, with the floor that is never undercut. */
export function CapacityCurve({
  batches,
  hosts,
  floor,
  serving,
}: {
  readonly batches: readonly CurveBatch[]
  readonly hosts: number
  readonly floor: number
  readonly serving: number
}) {
  const { t } = useTranslation('newLaunch')
  const { line, area, floorY, servingY, lowest } = useMemo(
    () => planCapacity(batches, { hosts, floor, serving }),
    [batches, hosts, floor, serving],
  )
  const [servingAt, lowestAt, floorAt] = spreadLabels([servingY, lowest?.y ?? floorY, floorY], labelGap)
  const summary = t('curve.summary', { lowest: lowest?.serving ?? serving, hosts, floor })
  return (
    <figure className="flex gap-2" aria-label={summary}>
      <div className="relative h-28 min-w-0 flex-1 rounded-sm border border-line bg-sunken">
        <svg
          aria-hidden
          viewBox="0 0 100 100"
          preserveAspectRatio="none"
          className="absolute inset-0 size-full overflow-visible"
        >
          <path d={area} className="fill-blue-fg" opacity={0.14} />
          <path
            d={line}
            fill="none"
            className="stroke-blue-fg"
            strokeWidth={1.75}
            vectorEffect="non-scaling-stroke"
            strokeLinejoin="round"
          />
          <path
            d={`M0 ${floorY} H100`}
            className="stroke-red-fg"
            strokeWidth={1.25}
            strokeDasharray="5 4"
            vectorEffect="non-scaling-stroke"
          />
        </svg>
        {lowest ? (
          <span
            aria-hidden
            className="absolute size-2 -translate-x-1/2 -translate-y-1/2 rounded-full border-2 border-surface bg-blue-fg"
            style={{ left: `${lowest.x}%`, top: `${lowest.y}%` }}
          />
        ) : null}
      </div>
      <div aria-hidden className="relative h-28 w-22 shrink-0 text-2xs tabular">
        <Label at={servingAt}>{t('curve.serving', { count: serving })}</Label>
        {lowest && lowest.serving < serving ? (
          <Label at={lowestAt} className="font-medium text-blue-fg">
            {t('curve.lowest', { count: lowest.serving })}
          </Label>
        ) : null}
        <Label at={floorAt} className="text-red-fg">
          {t('curve.floor', { count: floor })}
        </Label>
      </div>
    </figure>
  )
}

function Label({
  at = 0,
  className,
  children,
}: {
  readonly at?: number | undefined
  readonly className?: string
  readonly children: string
}) {
  return (
    <span
      className={cn('absolute left-0 -translate-y-1/2 whitespace-nowrap text-muted', className)}
      style={{ top: `${at}%` }}
    >
      {children}
    </span>
  )
}
