import { ToggleGroup } from 'radix-ui'
import type { ReactNode } from 'react'
import { cn } from './cn'

/** One of two to five, all in sight. Arrow keys move between them. */
export function Segmented<Value extends string>({
  value,
  options,
  onChange,
  label,
  className,
}: {
  readonly value: Value
  readonly options: readonly { readonly value: Value; readonly label: ReactNode }[]
  readonly onChange: (value: Value) => void
  readonly label: string
  readonly className?: string
}) {
  return (
    <ToggleGroup.Root
      type="single"
      value={value}
      aria-label={label}
      onValueChange={(chosen) => {
        if (chosen !== '') onChange(chosen as Value)
      }}
      className={cn(
        'inline-flex h-8 shrink-0 items-center gap-0.5 rounded-md border border-line bg-sunken p-0.5',
        className,
      )}
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          className="inline-flex h-full items-center gap-1.5 rounded-sm px-2.5 text-xs font-medium text-muted hover:text-fg data-[state=on]:bg-raised data-[state=on]:text-fg data-[state=on]:shadow-sm"
        >
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  )
}
