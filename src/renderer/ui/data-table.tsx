import { createSortedRowModel, rowSortingFeature, tableFeatures, useTable } from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { CheckMark } from './check-box'
import { cn } from './cn'
import { compareSortKeys, TableHeader } from './table-header'
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
  /** Keep the same array as long as it holds the same rows. */
  readonly rows: readonly Row[]
  /** Memoise them: a row is drawn again when they change. */
  readonly columns: readonly Column<Row>[]
  readonly keyOf: (row: Row) => string
  readonly onOpen?: ((row: Row) => void) | undefined
  readonly selected?: string | undefined
  /** With `onMark`: a box before each row, ticked for these keys. Space ticks the row that has the focus. */
  readonly marked?: ReadonlySet<string> | undefined
  readonly onMark?: ((marked: ReadonlySet<string>) => void) | undefined
  /** Instead of rows, when there are none. */
  readonly empty?: ReactNode
  readonly className?: string
}

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() })
const nothing: ReadonlySet<string> = new Set()

/**
 * A table of any length: only the rows in sight exist. Arrow keys or J and K, Home and End move, Enter opens. Headers sort.
 */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { label, columns, keyOf, onOpen, selected, empty, className, marked = nothing, onMark } = props
  const [focused, setFocused] = useState(0)
  const scroller = useRef<HTMLDivElement>(null)
  const table = useSortedTable(props.rows, columns)
  const rows = table.getRowModel().rows
  const rowHeight = useRowHeight()
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  })
  const tracks = [...(onMark ? ['16px'] : []), ...columns.map(({ width }) => width)].join(' ')
  const move = (to: number) => {
    const index = Math.max(0, Math.min(rows.length - 1, to))
    setFocused(index)
    virtual.scrollToIndex(index)
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus())
  }
  const handlers = useStableHandlers<Row>({
    onOpen: (row) => onOpen?.(row),
    onMark: (row) => {
      const next = new Set(marked)
      if (!next.delete(keyOf(row))) next.add(keyOf(row))
      onMark?.(next)
    },
  })
  return (
    <div
      ref={scroller}
      role="table"
      aria-label={label}
      aria-rowcount={rows.length + 1}
      className={cn('min-h-0 flex-1 overflow-auto', className)}
      onKeyDown={(event) => {
        const to = targetOf(event, focused, rows.length)
        if (to !== undefined) move(to)
      }}
    >
      {/* as wide as its columns at their narrowest, so that rows reach as far as what is in them */}
      <div className="min-w-fit">
        <TableHeader
          columns={columns}
          tracks={tracks}
          order={table.state.sorting[0]}
          onOrder={(order) => table.setSorting(order ? [order] : [])}
          marks={onMark ? { keys: rows.map(({ original }) => keyOf(original)), marked, onMark } : undefined}
        />
        {rows.length === 0 && empty ? (
          <div role="row">
            <div role="cell">{empty}</div>
          </div>
        ) : null}
        <div role="rowgroup" hidden={rows.length === 0} className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const row = rows[index]?.original
            if (row === undefined) return null
            const key = keyOf(row)
            return (
              <TableRow
                key={key}
                row={row}
                columns={columns}
                tracks={tracks}
                index={index}
                start={start}
                height={rowHeight}
                isSelected={selected === key}
                isReachable={index === Math.min(focused, rows.length - 1)}
                isMarked={onMark ? marked.has(key) : undefined}
                isOpenable={onOpen !== undefined}
                handlers={handlers}
                onFocus={setFocused}
              />
            )
          })}
        </div>
      </div>
    </div>
  )
}

/** The rows in the order somebody chose by a header. */
function useSortedTable<Row extends object>(rows: readonly Row[], columns: readonly Column<Row>[]) {
  const definitions = useMemo(
    () =>
      columns.map(({ id, sortBy }) => ({
        id,
        accessorFn: (row: Row) => sortBy?.(row),
        enableSorting: sortBy !== undefined,
        sortDescFirst: false,
        sortFn: compareSortKeys,
      })),
    [columns],
  )
  return useTable({ features, columns: definitions, data: rows as Row[] })
}

type RowHandlers<Row> = { readonly onOpen: (row: Row) => void; readonly onMark: (row: Row) => void }

/** The same two functions for as long as the table lives, so that rows stay as they are; they do what the newest ones say. */
function useStableHandlers<Row>(newest: RowHandlers<Row>): RowHandlers<Row> {
  const latest = useRef(newest)
  useLayoutEffect(() => {
    latest.current = newest
  })
  return useMemo(
    () => ({ onOpen: (row: Row) => latest.current.onOpen(row), onMark: (row: Row) => latest.current.onMark(row) }),
    [],
  )
}

/** The row a key leads to, when the focus is on a row and not in a control within it. */
function targetOf(event: KeyboardEvent, focused: number, count: number): number | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey || !(event.target as HTMLElement).matches('[role=row]')) return
  const next = focused + 1
  const previous = focused - 1
  const keys = { ArrowDown: next, j: next, ArrowUp: previous, k: previous, Home: 0, End: count - 1 }
  const to = Object.hasOwn(keys, event.key) ? keys[event.key as keyof typeof keys] : undefined
  if (to !== undefined) event.preventDefault()
  return to
}

type TableRowProps<Row> = {
  readonly row: Row
  readonly columns: readonly Column<Row>[]
  readonly tracks: string
  readonly index: number
  readonly start: number
  readonly height: number
  readonly isSelected: boolean
  /** Tab leads to this row; the others are reached by arrow keys. */
  readonly isReachable: boolean
  readonly isMarked: boolean | undefined
  readonly isOpenable: boolean
  readonly handlers: RowHandlers<Row>
  readonly onFocus: (index: number) => void
}

function PlainTableRow<Row>(props: TableRowProps<Row>) {
  const { row, columns, tracks, index, start, height, isSelected, isReachable, isMarked, isOpenable, onFocus } = props
  const { onMark, onOpen } = props.handlers
  const { t } = useTranslation()
  return (
    <div
      role="row"
      data-index={index}
      aria-rowindex={index + 2}
      aria-selected={isSelected || undefined}
      tabIndex={isReachable ? 0 : -1}
      onFocus={() => onFocus(index)}
      onClick={() => onOpen(row)}
      onKeyDown={(event) => {
        if (event.target !== event.currentTarget) return
        if (event.key === 'Enter') onOpen(row)
        if (event.key !== ' ' || isMarked === undefined) return
        event.preventDefault()
        onMark(row)
      }}
      className={cn(
        'absolute inset-x-0 grid items-center gap-3 border-b border-line px-3 text-sm focus-visible:outline-offset-[-2px]',
        isOpenable && 'cursor-pointer hover:bg-hover',
        isSelected && 'bg-accent-bg',
      )}
      style={{ gridTemplateColumns: tracks, height, transform: `translateY(${start}px)` }}
    >
      {isMarked === undefined ? null : (
        <div role="cell" className="flex">
          <CheckMark label={t('table.mark')} isChecked={isMarked} isReachable={false} onChange={() => onMark(row)} />
        </div>
      )}
      {columns.map((column) => (
        <div key={column.id} role="cell" className="min-w-0 truncate">
          {column.cell(row)}
        </div>
      ))}
    </div>
  )
}

/** Drawn again only when the row itself changed. */
const TableRow = memo(PlainTableRow) as typeof PlainTableRow
