import { useTranslation } from 'react-i18next'
import type { RolloutResult } from '../../../shared/domain/rollout-event'
import { Badge, PhaseBadge } from '../../ui/badge'
import { phaseMarks } from '../../ui/marks'

/** How a rollout ended, or that it goes on. */
export function ResultBadge({ result }: { readonly result: RolloutResult | undefined }) {
  const { t } = useTranslation()
  if (result !== undefined) return <PhaseBadge phase={result} />
  return (
    <Badge tone={phaseMarks.running.tone} icon={phaseMarks.running.icon}>
      {t('result.open')}
    </Badge>
  )
}
