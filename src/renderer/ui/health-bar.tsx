import { useTranslation } from 'react-i18next'
import { cn } from './cn'
import { formatNumber } from './format'
import { Hint } from './hint'

export type HealthCounts = {
  readonly healthy: number
  readonly unhealthy: number
  readonly unreachable: number
  readonly unknown: number
}

const parts = [
  { key: 'healthy', look: 'bg-green-line' },
  { key: 'unhealthy', look: 'bg-red-fg' },
  { key: 'unreachable', look: 'bg-orange-fg' },
  { key: 'unknown', look: 'bg-line-strong' },
] as const

/** How the hosts of a cluster are: a bar for the eye, the counts in words for everybody. */
export function HealthBar({ counts, className }: { readonly counts: HealthCounts; readonly className?: string }) {
  const { t } = useTranslation()
  const total = parts.reduce((sum, { key }) => sum + counts[key], 0)
  const words = parts
    .filter(({ key }) => counts[key] > 0)
    .map(({ key }) => t(`health.count.${key}`, { count: counts[key], shown: formatNumber(counts[key]) }))
    .join(', ')
  return (
    <Hint text={words === '' ? t('health.noHosts') : words}>
      <span
        role="img"
        aria-label={words === '' ? t('health.noHosts') : words}
        className={cn('flex h-1.5 w-16 gap-px overflow-hidden rounded-full bg-sunken', className)}
      >
        {parts.map(({ key, look }) =>
          counts[key] === 0 ? null : (
            // a single bad host of a thousand must still be seen
            <span key={key} className={cn('min-w-1 rounded-full', look)} style={{ flexGrow: counts[key] / total }} />
          ),
        )}
      </span>
    </Hint>
  )
}
