import { Popover as Radix } from 'radix-ui'
import type { ReactElement, ReactNode } from 'react'
import { cn } from './cn'

/** Something more about the thing that was clicked. */
export function Popover({
  trigger,
  children,
  className,
  label,
}: {
  readonly trigger: ReactElement
  readonly children: ReactNode
  readonly className?: string
  readonly label: string
}) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          className={cn(
            'animate-appear z-50 w-80 rounded-md border border-line-strong bg-raised p-3 text-sm shadow-float focus:outline-none',
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
