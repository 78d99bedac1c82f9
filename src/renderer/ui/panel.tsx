import type { ComponentProps, ReactNode } from 'react'
import { cn } from './cn'

type PanelProps = Omit<ComponentProps<'section'>, 'title'> & {
  readonly title?: ReactNode
  /** Beside the title, at the right. */
  readonly aside?: ReactNode
  readonly bodyClassName?: string
}

/** A framed part of a page with a heading. */
export function Panel({ title, aside, className, bodyClassName, children, ...rest }: PanelProps) {
  return (
    <section {...rest} className={cn('flex min-h-0 flex-col rounded-lg border border-line bg-surface', className)}>
      {title === undefined ? null : (
        <header className="flex h-10 shrink-0 items-center justify-between gap-3 border-b border-line px-3">
          <h2 className="text-xs font-semibold text-muted">{title}</h2>
          {aside}
        </header>
      )}
      <div className={cn('min-h-0 flex-1 p-3', bodyClassName)}>{children}</div>
    </section>
  )
}
