import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { cn } from '../../ui/cn'
import type { Section } from './sections'

/** One section: its name, one sentence on what it is about, and its parts. `isWide` for tables. */
export function SectionPage({
  name,
  lead,
  isWide = false,
  children,
}: {
  readonly name: Section
  readonly lead: string
  readonly isWide?: boolean
  readonly children: ReactNode
}) {
  const { t } = useTranslation('settings')
  return (
    <div className={cn('flex min-h-0 w-full flex-col gap-5', isWide ? 'max-w-320 flex-1' : 'max-w-180')}>
      <header>
        <h2 className="text-base font-semibold">{t(`section.${name}`)}</h2>
        <p className="mt-0.5 max-w-160 text-sm text-muted">{lead}</p>
      </header>
      {children}
    </div>
  )
}

/** Rows in one frame, a line between them. */
export function Rows({ children }: { readonly children: ReactNode }) {
  return <div className="divide-y divide-line rounded-lg border border-line bg-surface">{children}</div>
}

/** One thing that is set or told: its name and what it is for at the left, the control or the value at the right. */
export function Row({
  label,
  hint,
  children,
}: {
  readonly label: string
  readonly hint?: ReactNode
  /** Nothing for what is only explained. */
  readonly children?: ReactNode
}) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 px-4 py-2.5">
      <div className="min-w-0 max-w-130 flex-1 basis-60">
        <h3 className="text-sm font-medium">{label}</h3>
        {hint === undefined ? null : <p className="mt-0.5 text-xs text-muted">{hint}</p>}
      </div>
      <div className="flex min-w-0 items-center gap-2">{children}</div>
    </div>
  )
}

/** The heading of a part of a section that is no row. */
export function PartTitle({ children, aside }: { readonly children: ReactNode; readonly aside?: ReactNode }) {
  return (
    <div className="mb-2 flex min-h-7 items-center justify-between gap-3">
      <h3 className="text-sm font-semibold">{children}</h3>
      {aside}
    </div>
  )
}
