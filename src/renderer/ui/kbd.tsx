import type { ReactNode } from 'react'
import { cn } from './cn'

/** A key to press. */
export function Kbd({ children, className }: { readonly children: ReactNode; readonly className?: string }) {
  return (
    <kbd
      className={cn(
        'inline-flex h-5 min-w-5 items-center justify-center rounded-sm border border-line-strong bg-sunken px-1 font-mono text-2xs text-muted',
        className,
      )}
    >
      {children}
    </kbd>
  )
}
