import { Hint } from './hint'
import { formatAgo, formatDuration, formatMoment } from './format'
import { useNow } from './use-now'

/** A moment as people say it, with the exact one on hover. */
export function Ago({ atMs }: { readonly atMs: number }) {
  const nowMs = useNow(15_000)
  return (
    <Hint text={<Moment atMs={atMs} />}>
      <time dateTime={new Date(atMs).toISOString()} className="tabular">
        {formatAgo(Math.min(atMs, nowMs), nowMs)}
      </time>
    </Hint>
  )
}

/** Written only when it is looked at: a table has one in each row. */
const Moment = ({ atMs }: { readonly atMs: number }) => formatMoment(atMs)

/** How long something takes, counting while it has no end. */
export function Elapsed({ fromMs, toMs }: { readonly fromMs: number; readonly toMs?: number | undefined }) {
  const nowMs = useNow(toMs === undefined ? 1_000 : 0)
  return <span className="font-mono tabular">{formatDuration((toMs ?? nowMs) - fromMs)}</span>
}
