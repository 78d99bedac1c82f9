import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { useRef, useState, type ReactNode } from 'react'
import { cn } from './cn'
import { useRowHeight } from './use-row-height'

export type Column<Row> = {
  readonly id: string
  readonly title: ReactNode
  /** A CSS grid track: `2fr`, `120px`, `minmax(0,1fr)`. */
  readonly width: string
  readonly cell: (row: Row) => ReactNode
  /** What rows are ordered by; a column without it cannot be sorted. */
  readonly sortBy?: (row: Row) => string | number
}

type DataTableProps<Row> = {
  readonly label: string
  readonly rows: readonly Row[]
  readonly columns: readonly Column<Row>[]
  readonly keyOf: (row: Row) => string
  readonly onOpen?: ((row: Row) => void) | undefined
  readonly selected?: string | undefined
  /** Instead of rows, when there are none. */
  readonly empty?: ReactNode
  readonly className?: string
}

type Order = { readonly column: string; readonly isDown: boolean }

/**
 * A table of any length: only the rows in sight exist. Arrow keys, Home and End move, Enter opens. Headers sort.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, keyOf, onOpen, selected, empty, className } = props
  const [order, setOrder] = useState<Order>()
  const [focused, setFocused] = useState(0)
  const scroller = useRef<HTMLDivElement>(null)
  const rows = sorted(props.rows, columns, order)
  const rowHeight = useRowHeight()
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  })
  const tracks = { gridTemplateColumns: columns.map(({ width }) => width).join(' ') }
  const move = (to: number) => {
    const index = Math.max(0, Math.min(rows.length - 1, to))
    setFocused(index)
    virtual.scrollToIndex(index)
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus())
  }
  return (
    <div
      ref={scroller}
      role="table"
      aria-label={label}
      aria-rowcount={rows.length + 1}
      className={cn('min-h-0 flex-1 overflow-auto', className)}
      onKeyDown={(event) => {
        const step = { ArrowDown: focused + 1, ArrowUp: focused - 1, Home: 0, End: rows.length - 1 }[event.key]
        if (step === undefined || !(event.target as HTMLElement).matches('[role=row]')) return
        event.preventDefault()
        move(step)
      }}
    >
      <div role="rowgroup" className="sticky top-0 z-10 border-b border-line bg-surface">
        <div role="row" aria-rowindex={1} className="grid h-8 items-center gap-3 px-3" style={tracks}>
          {columns.map((column) => (
            <HeaderCell key={column.id} column={column} order={order} onOrder={setOrder} />
          ))}
        </div>
      </div>
      {rows.length === 0 ? empty : null}
      <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index]
          if (row === undefined) return null
          const key = keyOf(row)
          return (
            <div
              key={key}
              role="row"
              data-index={index}
              aria-rowindex={index + 2}
              aria-selected={selected === key || undefined}
              tabIndex={index === Math.min(focused, rows.length - 1) ? 0 : -1}
              onFocus={() => setFocused(index)}
              onClick={() => onOpen?.(row)}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && event.target === event.currentTarget) onOpen?.(row)
              }}
              className={cn(
                'absolute inset-x-0 grid items-center gap-3 border-b border-line px-3 text-sm focus-visible:outline-offset-[-2px]',
                onOpen && 'cursor-pointer hover:bg-hover',
                selected === key && 'bg-accent-bg',
              )}
              style={{ ...tracks, height: rowHeight, transform: `translateY(${start}px)` }}
            >
              {columns.map((column) => (
                <div key={column.id} role="cell" className="min-w-0 truncate">
                  {column.cell(row)}
                </div>
              ))}
            </div>
          )
        })}
      </div>
    </div>
  )
}

function HeaderCell<Row>({
  column,
  order,
  onOrder,
}: {
  readonly column: Column<Row>
  readonly order: Order | undefined
  readonly onOrder: (order: Order | undefined) => void
}) {
  const isOrdered = order?.column === column.id
  const direction = isOrdered ? (order.isDown ? 'descending' : 'ascending') : undefined
  const next = () => {
    if (!isOrdered) return onOrder({ column: column.id, isDown: false })
    return onOrder(order.isDown ? undefined : { column: column.id, isDown: true })
  }
  return (
    <div role="columnheader" aria-sort={direction} className="min-w-0 truncate text-2xs font-medium text-faint">
      {column.sortBy ? (
        <button type="button" onClick={next} className="inline-flex items-center gap-1 hover:text-fg">
          {column.title}
          {isOrdered ? order.isDown ? <ArrowDown aria-hidden size={12} /> : <ArrowUp aria-hidden size={12} /> : null}
        </button>
      ) : (
        column.title
      )}
    </div>
  )
}

function sorted<Row>(rows: readonly Row[], columns: readonly Column<Row>[], order: Order | undefined): readonly Row[] {
  const by = columns.find(({ id }) => id === order?.column)?.sortBy
  if (!by || !order) return rows
  const sign = order.isDown ? -1 : 1
  return rows.toSorted((one, other) => {
    const [a, b] = [by(one), by(other)]
    if (typeof a === 'number' && typeof b === 'number') return sign * (a - b)
    return sign * String(a).localeCompare(String(b), undefined, { numeric: true })
  })
}
