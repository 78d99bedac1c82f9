import { useVirtualizer } from '@tanstack/react-virtual'
import { Server } from 'lucide-react'
import { useMemo, useRef, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'
import { settlingAtMs } from '../../../shared/domain/lifecycle'
import { attemptName } from '../../terminal/terminal-words'
import { cn } from '../../ui/cn'
import { groupHits, markMatches, type Hit } from './search-hits'

type HitListProps = {
  readonly hits: readonly Hit[]
  readonly text: string
  /** Before the hosts of a rollout; without it there is only one rollout. */
  readonly rolloutHead?: ((rollout: string, count: number) => ReactNode) | undefined
  readonly hrefOf: (hit: Hit) => string
}

type Row =
  | { readonly kind: 'rollout'; readonly rollout: string; readonly count: number }
  | { readonly kind: 'host'; readonly host: string; readonly count: number }
  | { readonly kind: 'line'; readonly hit: Hit }

const rowPx: Readonly<Record<Row['kind'], number>> = { rollout: 44, host: 28, line: 24 }

/** Lines of logs by rollout and host, the text marked in each; a line leads to its place in the log. */
export function HitList({ hits, text, rolloutHead, hrefOf }: HitListProps) {
  const { t } = useTranslation('history')
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useMemo(() => rowsOf(hits, rolloutHead !== undefined), [hits, rolloutHead])
  const isWide = useMemo(() => hits.some(({ attempt }) => settlingAtMs(attempt) !== undefined), [hits])
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => rowPx[rows[index]?.kind ?? 'line'],
    overscan: 20,
  })
  return (
    <div
      ref={scroller}
      role="list"
      aria-label={t('search.results')}
      className="min-h-0 flex-1 overflow-auto rounded-lg border border-line bg-surface"
    >
      <div className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start, size }) => {
          const row = rows[index]
          if (!row) return null
          return (
            <div
              key={index}
              role="listitem"
              className="absolute inset-x-0"
              style={{ height: size, transform: `translateY(${start}px)` }}
            >
              {row.kind === 'rollout' ? rolloutHead?.(row.rollout, row.count) : null}
              {row.kind === 'host' ? <HostHead host={row.host} count={row.count} /> : null}
              {row.kind === 'line' ? (
                <HitLine hit={row.hit} text={text} href={hrefOf(row.hit)} isWide={isWide} />
              ) : null}
            </div>
          )
        })}
      </div>
    </div>
  )
}

function rowsOf(hits: readonly Hit[], hasHeads: boolean): Row[] {
  return groupHits(hits).flatMap(({ rollout, count, hosts }) => [
    ...(hasHeads ? [{ kind: 'rollout' as const, rollout, count }] : []),
    ...hosts.flatMap(({ host, hits: lines }): Row[] => [
      { kind: 'host', host, count: lines.length },
      ...lines.map((hit): Row => ({ kind: 'line', hit })),
    ]),
  ])
}

function HostHead({ host, count }: { readonly host: string; readonly count: number }) {
  const { t } = useTranslation('history')
  return (
    <p className="flex h-full items-end gap-2 px-3 pb-1 text-xs">
      <Server aria-hidden size={12} className="mb-0.5 text-faint" />
      <span className="font-mono font-medium">{host}</span>
      <span className="text-faint tabular">{t('search.foundHere', { count })}</span>
    </p>
  )
}

type HitLineProps = {
  readonly hit: Hit
  readonly text: string
  readonly href: string
  /** One of the attempts needs room for its time of day. */
  readonly isWide: boolean
}

function HitLine({ hit, text, href, isWide }: HitLineProps) {
  useTranslation()
  return (
    <Link
      href={href}
      title={hit.text}
      className={cn(
        'grid h-full items-center gap-2 pr-3 pl-8 font-mono text-xs hover:bg-hover focus-visible:outline-offset-[-2px]',
        isWide ? 'grid-cols-[12rem_3.5rem_minmax(0,1fr)]' : 'grid-cols-[7rem_3.5rem_minmax(0,1fr)]',
      )}
    >
      <span className="truncate text-muted">{attemptName(hit.step, hit.attempt)}</span>
      <span className="text-right text-faint tabular">{hit.line}</span>
      <span className="truncate whitespace-pre">
        {markMatches(hit.text, text).map((part, index) =>
          part.isMatch ? (
            <mark key={index} className="rounded-[2px] bg-amber-bg text-amber-fg outline outline-amber-line">
              {part.text}
            </mark>
          ) : (
            <span key={index}>{part.text}</span>
          ),
        )}
      </span>
    </Link>
  )
}
