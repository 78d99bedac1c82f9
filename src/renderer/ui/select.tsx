import { Check, ChevronDown } from 'lucide-react'
import { Select as Radix } from 'radix-ui'
import { cn } from './cn'

export type Option<Value extends string> = { readonly value: Value; readonly label: string; readonly note?: string }

/** One of several; for more than about four. */
export function Select<Value extends string>({
  value,
  options,
  onChange,
  placeholder,
  id,
  className,
  'aria-label': label,
  'aria-describedby': describedBy,
}: {
  readonly value: Value | undefined
  readonly options: readonly Option<Value>[]
  readonly onChange: (value: Value) => void
  readonly placeholder?: string
  readonly id?: string
  readonly className?: string
  readonly 'aria-label'?: string
  readonly 'aria-describedby'?: string
}) {
  return (
    <Radix.Root value={value ?? ''} onValueChange={(chosen) => onChange(chosen as Value)}>
      <Radix.Trigger
        id={id}
        aria-label={label}
        aria-describedby={describedBy}
        className={cn(
          'flex h-8 min-w-0 items-center justify-between gap-2 rounded-md border border-line-strong bg-sunken px-2.5 text-sm data-[placeholder]:text-faint',
          className,
        )}
      >
        <span className="min-w-0 truncate">
          <Radix.Value placeholder={placeholder} />
        </span>
        <ChevronDown aria-hidden size={14} className="shrink-0 text-faint" />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          className="animate-appear z-50 max-h-80 min-w-(--radix-select-trigger-width) overflow-hidden rounded-md border border-line-strong bg-raised shadow-float"
        >
          <Radix.Viewport className="p-1">
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={option.value}
                className="flex h-8 cursor-default items-center gap-2 rounded-sm pr-3 pl-2 text-sm outline-none select-none data-[highlighted]:bg-hover"
              >
                <span className="flex w-4 justify-center">
                  <Radix.ItemIndicator>
                    <Check aria-hidden size={14} />
                  </Radix.ItemIndicator>
                </span>
                <Radix.ItemText>{option.label}</Radix.ItemText>
                {option.note ? <span className="ml-auto pl-4 text-xs text-faint">{option.note}</span> : null}
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
