import type { ReactNode } from 'react'

/** The top of a page: its one h1, something beside it, and what can be done on the page, at the right. */
export function PageHeader({
  title,
  aside,
  children,
}: {
  readonly title: ReactNode
  /** Beside the title, in small. */
  readonly aside?: ReactNode
  /** Buttons. */
  readonly children?: ReactNode
}) {
  return (
    <header className="flex min-h-12 shrink-0 flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-5 py-2">
      <h1 className="min-w-0 truncate text-lg font-semibold">{title}</h1>
      {aside === undefined ? null : <div className="min-w-0 text-xs text-muted">{aside}</div>}
      {children === undefined ? null : <div className="ml-auto flex flex-wrap items-center gap-2">{children}</div>}
    </header>
  )
}
