import { Tooltip } from 'radix-ui'
import type { ReactElement, ReactNode } from 'react'

/** A short explanation beside what it explains, on hover and on focus. The child takes a ref and props. */
export function Hint({
  text,
  side = 'top',
  children,
}: {
  readonly text: ReactNode
  readonly side?: 'top' | 'right' | 'bottom' | 'left'
  readonly children: ReactElement
}) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="animate-appear z-50 max-w-80 rounded-md border border-line-strong bg-raised px-2.5 py-1.5 text-xs text-fg shadow-float"
        >
          {text}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  )
}
