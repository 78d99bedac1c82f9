import { ShieldAlert, ShieldCheck, ShieldQuestionMark } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useConsole } from '../../api/queries'
import { Badge } from '../../ui/badge'
import { describeError } from '../../ui/describe-error'
import { formatNumber } from '../../ui/format'
import { Popover } from '../../ui/popover'

/** Whether the journal is as it was written: its rows hold each other by their hashes. */
export function IntegrityBadge({ rollout }: { readonly rollout: string }) {
  const { t } = useTranslation('history')
  const { data, error } = useConsole('rollout:verify', { rollout })
  const shown = error
    ? { tone: 'amber' as const, icon: ShieldQuestionMark, label: t('integrity.unknown'), why: describeError(error) }
    : !data
      ? { tone: 'slate' as const, icon: ShieldQuestionMark, label: t('integrity.checking'), why: '' }
      : data.ok
        ? {
            tone: 'green' as const,
            icon: ShieldCheck,
            label: t('integrity.ok', { count: data.rows ?? 0, rows: formatNumber(data.rows ?? 0) }),
            why: t('integrity.okWhy'),
          }
        : {
            tone: 'red' as const,
            icon: ShieldAlert,
            label: t('integrity.broken', { seq: data.seq }),
            why: t('integrity.brokenWhy', { why: data.why }),
          }
  return (
    <Popover
      label={shown.label}
      trigger={
        <button type="button" className="rounded-sm">
          <Badge tone={shown.tone} icon={shown.icon} className="h-6">
            {shown.label}
          </Badge>
        </button>
      }
    >
      {shown.why || shown.label}
    </Popover>
  )
}
