import type { LucideIcon } from 'lucide-react'
import { DropdownMenu as Radix } from 'radix-ui'
import { useState, type ReactElement } from 'react'
import { cn } from './cn'
import { Kbd } from './kbd'

export type MenuItem =
  | {
      readonly label: string
      readonly icon?: LucideIcon
      readonly keys?: string
      readonly isDanger?: boolean
      readonly isDisabled?: boolean
      /** What follows, under the label. */
      readonly note?: string
      readonly onSelect: () => void
    }
  | 'separator'

/** Actions behind a button. */
export function Menu({
  trigger,
  items,
  label,
}: {
  readonly trigger: ReactElement
  /** A function is asked when the menu opens: for what is costly to tell. */
  readonly items: readonly MenuItem[] | (() => readonly MenuItem[])
  readonly label?: string
}) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align="end"
          sideOffset={4}
          aria-label={label}
          className="animate-appear z-50 max-w-80 min-w-44 rounded-md border border-line-strong bg-raised p-1 shadow-float"
        >
          <Items items={items} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

function Items({ items }: { readonly items: readonly MenuItem[] | (() => readonly MenuItem[]) }) {
  const [shown] = useState(items)
  return (typeof items === 'function' ? shown : items).map((item, index) =>
    item === 'separator' ? (
      <Radix.Separator key={`separator-${index}`} className="my-1 h-px bg-line" />
    ) : (
      <Radix.Item
        key={item.label}
        disabled={item.isDisabled === true}
        onSelect={item.onSelect}
        className={cn(
          'flex min-h-8 cursor-default items-center gap-2 rounded-sm px-2 py-1 text-sm outline-none select-none data-[disabled]:opacity-50 data-[highlighted]:bg-hover',
          item.isDanger ? 'text-red-fg' : 'text-fg',
        )}
      >
        {item.icon ? <item.icon aria-hidden size={15} className="shrink-0" /> : null}
        <span className="min-w-0">
          {item.label}
          {item.note ? <span className="block text-xs text-faint">{item.note}</span> : null}
        </span>
        {item.keys ? <Kbd className="ml-auto">{item.keys}</Kbd> : null}
      </Radix.Item>
    ),
  )
}
