import type { LucideIcon } from 'lucide-react'
import type { ComponentProps } from 'react'
import { useTranslation } from 'react-i18next'
import type { HostStatus } from '../../shared/domain/rollout-state'
import type { RolloutPhase } from '../../shared/domain/rollout-view'
import { cn } from './cn'
import { hostMarks, phaseMarks } from './marks'
import { toneBox, type Tone } from './tone'

type BadgeProps = ComponentProps<'span'> & { readonly tone?: Tone; readonly icon?: LucideIcon | undefined }

/** A small label with a tone and, where it is a state, its glyph. */
export function Badge({ tone = 'slate', icon: Icon, className, children, ...rest }: BadgeProps) {
  return (
    <span
      {...rest}
      className={cn(
        'inline-flex h-5 shrink-0 items-center gap-1 rounded-sm border px-1.5 text-2xs font-medium whitespace-nowrap',
        toneBox[tone],
        className,
      )}
    >
      {Icon ? <Icon aria-hidden size={12} strokeWidth={2.5} /> : null}
      {children}
    </span>
  )
}

/** Where a rollout stands, in a word and a shape. */
export function PhaseBadge({ phase, className }: { readonly phase: RolloutPhase; readonly className?: string }) {
  const { t } = useTranslation()
  const { icon, tone } = phaseMarks[phase]
  return (
    <Badge tone={tone} icon={icon} className={cn(className)}>
      {t(`phase.${phase}`)}
    </Badge>
  )
}

/** Where a host stands, in a word and a shape. */
export function HostStatusBadge({ status }: { readonly status: HostStatus }) {
  const { t } = useTranslation()
  const { icon, tone } = hostMarks[status]
  return (
    <Badge tone={tone} icon={icon}>
      {t(`hostStatus.${status}`)}
    </Badge>
  )
}
