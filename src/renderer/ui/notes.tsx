import { CircleAlert, type LucideIcon } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from './button'
import { cn } from './cn'
import { describeError } from './describe-error'
import { Prose } from './prose'
import { toneBox, type Tone } from './tone'
import { useNow } from './use-now'

/** A failure where it belongs: what happened, why, and how to go on; the console's own sentence. */
export function ErrorNote({
  error,
  onRetry,
  className,
}: {
  readonly error: unknown
  readonly onRetry?: (() => void) | undefined
  readonly className?: string
}) {
  const { t } = useTranslation()
  if (error === undefined || error === null) return null
  return (
    <div role="alert" className={cn('flex items-start gap-2 rounded-md border px-3 py-2', toneBox.red, className)}>
      <CircleAlert aria-hidden size={16} className="mt-0.5 shrink-0" />
      <p className="min-w-0 flex-1 break-words whitespace-pre-line">
        <Prose text={describeError(error)} />
      </p>
      {onRetry ? (
        <Button size="sm" onClick={onRetry}>
          {t('action.retry')}
        </Button>
      ) : null}
    </div>
  )
}

/** Something to know about the place it stands at. */
export function Note({
  tone = 'slate',
  icon: Icon,
  className,
  children,
}: {
  readonly tone?: Tone
  readonly icon?: LucideIcon
  readonly className?: string
  readonly children: ReactNode
}) {
  return (
    <div className={cn('flex items-start gap-2 rounded-md border px-3 py-2', toneBox[tone], className)}>
      {Icon ? <Icon aria-hidden size={16} className="mt-0.5 shrink-0" /> : null}
      <div className="min-w-0 flex-1 break-words">{children}</div>
    </div>
  )
}

/** Nothing here yet, and what to do about it. */
export function EmptyNote({
  icon: Icon,
  title,
  children,
}: {
  readonly icon: LucideIcon
  readonly title: string
  readonly children?: ReactNode
}) {
  return (
    <div className="flex flex-col items-center justify-center gap-3 px-6 py-12 text-center">
      <span className="flex size-11 items-center justify-center rounded-lg border border-line bg-sunken text-faint">
        <Icon aria-hidden size={22} strokeWidth={1.75} />
      </span>
      <p className="text-base font-medium text-fg">{title}</p>
      {children ? <div className="max-w-140 text-sm text-muted">{children}</div> : null}
    </div>
  )
}

/** Something is under way: what, and for how long. */
export function LoadingNote({ what, className }: { readonly what: string; readonly className?: string }) {
  const { t } = useTranslation()
  const nowMs = useNow()
  const [sinceMs] = useState(() => Date.now())
  const seconds = Math.floor((nowMs - sinceMs) / 1_000)
  return (
    <p role="status" className={cn('px-3 py-6 text-center text-sm text-muted', className)}>
      {seconds < 1 ? t('loading', { what }) : t('loadingFor', { what, seconds })}
    </p>
  )
}
