import { memo, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { WirePlan } from '../../../shared/ipc/contract'
import { cn } from '../../ui/cn'
import { formatNumber } from '../../ui/format'
import { TileMark } from '../launch/tile-mark'
import { foldLanes, laneSizeFor } from './lane-layout'

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
  const size = useMemo(() => laneSizeFor(batches), [batches])
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
  readonly size: ReturnType<typeof laneSizeFor>
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
  readonly size: ReturnType<typeof laneSizeFor>
  readonly share: number
  readonly notServing: ReadonlySet<string>
}) {
  const { t: common } = useTranslation()
  const count = common('host', { count: names.length })
  const label = names.length <= mostNamesRead ? names.join(', ') : count
  if (size === 'bar') {
    return (
      <div
        role="img"
        aria-label={label}
        className="h-4 rounded-sm border border-slate-line bg-slate-bg"
        style={{ width: `max(6px, ${share * 100}%)` }}
      />
    )
  }
  const isNamed = size === 'named'
  return (
    <div
      role="img"
      aria-label={label}
      className={cn('flex flex-wrap', isNamed ? 'gap-1.5' : size >= 20 ? 'gap-1' : 'gap-0.5')}
    >
      {names.map((name) => (
        <span
          key={name}
          title={name}
          className={cn(isNamed && 'flex h-7 items-center gap-1.5 rounded-md border border-line px-1.5')}
        >
          <TileMark view={notServing.has(name) ? out : serving} size={isNamed ? 18 : size} />
          {isNamed ? <span className="max-w-32 truncate font-mono text-2xs">{name}</span> : null}
        </span>
      ))}
    </div>
  )
}

/** As on the launch page: hosts that nothing was done to yet. */
const serving = { shape: 'hollow', fill: 0, isOut: false, isMuted: false } as const
const out = { ...serving, isOut: true }
