import { cn } from './cn'
import { CopyButton } from './copy-button'

/** Something to type elsewhere, with a button that copies it. */
export function CommandLine({
  text,
  copyLabel,
  className,
}: {
  readonly text: string
  /** Says what is copied. */
  readonly copyLabel: string
  readonly className?: string
}) {
  return (
    <div className={cn('flex items-center gap-2 rounded-md border border-line bg-sunken py-1 pr-1 pl-2.5', className)}>
      <code className="min-w-0 flex-1 py-1 font-mono text-xs break-all text-fg whitespace-pre-wrap select-all">
        {text}
      </code>
      <CopyButton text={text} label={copyLabel} />
    </div>
  )
}
