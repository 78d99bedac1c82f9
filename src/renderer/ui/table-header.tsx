import type { ColumnSort } from '@tanstack/react-table'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { CheckMark } from './check-box'
import type { Column } from './data-table'

type Marks = {
  readonly keys: readonly string[]
  readonly marked: ReadonlySet<string>
  readonly onMark: (marked: ReadonlySet<string>) => void
}

type TableHeaderProps<Row> = {
  readonly columns: readonly Column<Row>[]
  readonly tracks: string
  readonly order: ColumnSort | undefined
  readonly onOrder: (order: ColumnSort | undefined) => void
  /** The box that ticks all rows. */
  readonly marks: Marks | undefined
}

/** The head of a `DataTable`: titles that sort, up, down and not at all, and the box for all rows. */
export function TableHeader<Row>({ columns, tracks, order, onOrder, marks }: TableHeaderProps<Row>) {
  return (
    <div role="rowgroup" className="sticky top-0 z-10 border-b border-line bg-surface">
      <div
        role="row"
        aria-rowindex={1}
        className="grid h-8 items-center gap-3 px-3"
        style={{ gridTemplateColumns: tracks }}
      >
        {marks ? <MarkAll {...marks} /> : null}
        {columns.map((column) => (
          <HeaderCell key={column.id} column={column} order={order} onOrder={onOrder} />
        ))}
      </div>
    </div>
  )
}

function MarkAll({ keys, marked, onMark }: Marks) {
  const { t } = useTranslation()
  const isAll = keys.length > 0 && keys.every((key) => marked.has(key))
  const isSome = isAll || keys.some((key) => marked.has(key))
  return (
    <div role="columnheader" className="flex">
      <CheckMark
        label={t('table.markAll')}
        isChecked={isAll ? true : isSome ? 'indeterminate' : false}
        onChange={() => onMark(new Set(isAll ? [] : keys))}
      />
    </div>
  )
}

function HeaderCell<Row>({
  column,
  order,
  onOrder,
}: {
  readonly column: Column<Row>
  readonly order: ColumnSort | undefined
  readonly onOrder: (order: ColumnSort | undefined) => void
}) {
  const isOrdered = order?.id === column.id
  const direction = isOrdered ? (order.desc ? 'descending' : 'ascending') : undefined
  const next = () => {
    if (!isOrdered) return onOrder({ id: column.id, desc: false })
    return onOrder(order.desc ? undefined : { id: column.id, desc: true })
  }
  return (
    <div role="columnheader" aria-sort={direction} className="min-w-0 truncate text-2xs font-medium text-faint">
      {column.sortBy ? (
        <button type="button" onClick={next} className="inline-flex items-center gap-1 hover:text-fg">
          {column.title}
          {isOrdered ? order.desc ? <ArrowDown aria-hidden size={12} /> : <ArrowUp aria-hidden size={12} /> : null}
        </button>
      ) : (
        column.title
      )}
    </div>
  )
}

type Sortable = { readonly getValue: (id: string) => unknown }
const words = new Intl.Collator(undefined, { numeric: true })

/** Numbers by size, anything else as text in which `web-9` comes before `web-10`. Pure. */
export function compareSortKeys(one: Sortable, other: Sortable, id: string): number {
  const [a, b] = [one.getValue(id), other.getValue(id)]
  return typeof a === 'number' && typeof b === 'number' ? a - b : words.compare(String(a), String(b))
}
