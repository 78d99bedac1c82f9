import { BellOff, Check, CircleDashed, CircleHelp, Unplug, X, type LucideIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { cn } from '../../ui/cn'
import { toneText, type Tone } from '../../ui/tone'
import type { HostCondition } from './host-condition'

/** Each condition has a shape of its own. */
export const conditionMarks: Readonly<Record<HostCondition, { readonly icon: LucideIcon; readonly tone: Tone }>> = {
  healthy: { icon: Check, tone: 'green' },
  unhealthy: { icon: X, tone: 'red' },
  unreachable: { icon: Unplug, tone: 'red' },
  out: { icon: CircleDashed, tone: 'orange' },
  muted: { icon: BellOff, tone: 'grey' },
  unknown: { icon: CircleHelp, tone: 'grey' },
}

/** A condition in a shape and a word. */
export function ConditionMark({
  condition,
  className,
}: {
  readonly condition: HostCondition
  readonly className?: string
}) {
  const { t } = useTranslation('fleet')
  const { icon: Icon, tone } = conditionMarks[condition]
  return (
    <span className={cn('inline-flex min-w-0 items-center gap-1.5', toneText[tone], className)}>
      <Icon aria-hidden size={14} className="shrink-0" />
      <span className="truncate">{t(`condition.${condition}`)}</span>
    </span>
  )
}
