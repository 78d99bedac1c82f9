import { useId, type ReactNode } from 'react'

/** One of the four steps of the page. */
export function StepSection({
  number,
  title,
  aside,
  children,
}: {
  readonly number: number
  readonly title: string
  readonly aside?: ReactNode
  readonly children: ReactNode
}) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="rounded-lg border border-line bg-surface">
      <header className="flex min-h-11 flex-wrap items-center gap-x-2.5 gap-y-1 border-b border-line px-4 py-1.5">
        <span
          aria-hidden
          className="flex size-5 items-center justify-center rounded-full bg-accent-bg text-2xs font-semibold text-accent tabular"
        >
          {number}
        </span>
        <h2 id={id} className="text-sm font-semibold">
          {title}
        </h2>
        <div className="ml-auto flex items-center gap-2">{aside}</div>
      </header>
      <div className="flex flex-col gap-4 p-4">{children}</div>
    </section>
  )
}
