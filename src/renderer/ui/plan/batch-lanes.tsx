import { memo, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { WirePlan } from '../../../shared/ipc/contract'
import { cn } from '../cn'
import { formatNumber } from '../format'
import { hostMarks } from '../marks'
import { toneBox } from '../tone'
import { foldLanes, tileSizeFor, type TileSize } from './lane-layout'

type Batch = WirePlan['batches'][number]

/** The batches of a plan that has not begun, one lane each: a tile for every host while they can be told apart. */
export function BatchLanes({
  batches,
  hosts,
  floor,
  notServing,
}: {
  readonly batches: readonly Batch[]
  readonly hosts: number
  readonly floor: number
  /** Hosts that do not serve now; their tiles are marked. */
  readonly notServing: ReadonlySet<string>
}) {
  const { t } = useTranslation('newLaunch')
  const size = useMemo(() => tileSizeFor(batches), [batches])
  const rows = useMemo(() => foldLanes(batches), [batches])
  const largest = Math.max(1, ...batches.map((batch) => batch.hosts.length))
  return (
    <ol className="flex flex-col">
      {rows.map((row) =>
        row.kind === 'lane' ? (
          <Lane
            key={row.batch.index}
            batch={row.batch}
            size={size}
            share={row.batch.hosts.length / largest}
            hosts={hosts}
            floor={floor}
            notServing={notServing}
          />
        ) : (
          <li key="more" className="border-b border-line py-2 text-xs text-muted">
            {t('lanes.more', {
              count: row.batches.length,
              first: row.batches[0]?.index,
              last: row.batches.at(-1)?.index,
              hosts: formatNumber(row.batches.reduce((sum, batch) => sum + batch.hosts.length, 0)),
              lowest: Math.min(...row.batches.map(({ servingAfter }) => servingAfter)),
            })}
          </li>
        ),
      )}
    </ol>
  )
}

type LaneProps = {
  readonly batch: Batch
  readonly size: TileSize
  /** Of the largest batch, 0 to 1; the length of a bar. */
  readonly share: number
  readonly hosts: number
  readonly floor: number
  readonly notServing: ReadonlySet<string>
}

const Lane = memo(function Lane({ batch, size, share, hosts, floor, notServing }: LaneProps) {
  const { t } = useTranslation('newLaunch')
  const { t: common } = useTranslation()
  const { kind, index, servingAfter } = batch
  const label = kind === 'canary' ? common('batch.canary') : common('batch.batch', { index })
  const isAtFloor = servingAfter <= floor
  return (
    <li className="grid grid-cols-[5.5rem_minmax(0,1fr)_6.5rem] items-center gap-3 border-b border-line py-2 last:border-b-0">
      <div>
        <p className="truncate text-xs font-medium">{label}</p>
        <p className="text-2xs text-faint tabular">{common('host', { count: batch.hosts.length })}</p>
      </div>
      <Tiles names={batch.hosts} size={size} share={share} notServing={notServing} />
      <div className="text-right text-2xs tabular">
        <p className={isAtFloor ? 'text-amber-fg' : 'text-muted'}>{t('lanes.leaves', { left: servingAfter, hosts })}</p>
        {isAtFloor ? <p className="font-medium text-amber-fg">{t('lanes.atFloor', { floor })}</p> : null}
      </div>
    </li>
  )
})

/** More names than this are counted in words; a screen reader would read for minutes. */
const mostNamesRead = 60

function Tiles({
  names,
  size,
  share,
  notServing,
}: {
  readonly names: readonly string[]
  readonly size: TileSize
  readonly share: number
  readonly notServing: ReadonlySet<string>
}) {
  const { t: common } = useTranslation()
  const { icon: Icon, tone } = hostMarks.pending
  const count = common('host', { count: names.length })
  const label = names.length <= mostNamesRead ? names.join(', ') : count
  if (size === 'bar') {
    return (
      <div
        role="img"
        aria-label={label}
        className="flex h-5 items-center overflow-hidden rounded-sm border border-slate-line bg-slate-bg px-1.5 text-2xs text-muted tabular"
        style={{ width: `max(3.5rem, ${share * 100}%)` }}
      >
        {formatNumber(names.length)}
      </div>
    )
  }
  return (
    <div role="img" aria-label={label} className={cn('flex flex-wrap', size === 'tile' ? 'gap-1' : 'gap-0.5')}>
      {names.map((name) => (
        <span
          key={name}
          title={name}
          className={cn(
            'flex items-center justify-center border',
            size === 'tile' ? 'size-6 rounded-sm' : 'size-2.5 rounded-[2px]',
            toneBox[tone],
            notServing.has(name) && 'outline-1 outline-offset-1 outline-orange-fg outline-dashed',
          )}
        >
          {size === 'tile' ? <Icon aria-hidden size={13} strokeWidth={2.5} /> : null}
        </span>
      ))}
    </div>
  )
}
