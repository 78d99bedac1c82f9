import { Check, Minus, ShieldOff, X, type LucideIcon } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { isAutomatic, type ChecklistItem } from '../../../shared/domain/checklist'
import type { PlanWarning } from '../../../shared/domain/plan'
import type { GateState } from '../../../shared/domain/rollout-state'
import { cn } from '../../ui/cn'
import { itemAsk, itemWhy } from '../../ui/engine-text'
import { formatTime } from '../../ui/format'
import { toneText, type Tone } from '../../ui/tone'

/** What became of an item: the last of its answer, its waiver and its check that counts. */
type Verdict = {
  readonly icon: LucideIcon
  readonly tone: Tone
  readonly text: string
  readonly by?: string | undefined
}

/** Characters; less has room without scrolling. */
const longEvidence = 300

/** One item of a checklist as it stood: how it was met or waived, by whom, and what the check saw. */
export function GateItemLine({
  item,
  gate,
  warnings,
}: {
  readonly item: ChecklistItem
  readonly gate: GateState
  readonly warnings: readonly PlanWarning[]
}) {
  const { t } = useTranslation('history')
  const { icon: Icon, tone, text, by } = useVerdict(item, gate)
  const why = itemWhy(item, warnings)
  const check = gate.checks[item.id]
  return (
    <li className="grid grid-cols-[16px_minmax(0,1fr)] gap-x-2 text-sm">
      <Icon aria-hidden size={14} strokeWidth={2.5} className={cn('mt-0.75', toneText[tone])} />
      <div className="min-w-0">
        <p>{itemAsk(item)}</p>
        <p className={cn('text-xs', tone === 'green' ? 'text-muted' : toneText[tone])}>
          {text}
          {by === undefined ? null : <span className="text-faint"> · {by}</span>}
          {item.blocking ? null : <span className="text-faint"> · {t('gate.advisory')}</span>}
        </p>
        {check?.evidence ? (
          <pre
            // long evidence scrolls, so the keyboard must reach it
            tabIndex={check.evidence.length > longEvidence ? 0 : undefined}
            className="mt-1 max-h-24 overflow-auto rounded-sm border border-line bg-sunken px-2 py-1 font-mono text-2xs whitespace-pre-wrap"
          >
            {check.evidence}
          </pre>
        ) : null}
        {why === undefined ? null : <p className="mt-0.5 text-xs text-faint">{t('gate.why', { why })}</p>}
      </div>
    </li>
  )
}

function useVerdict(item: ChecklistItem, gate: GateState): Verdict {
  const { t } = useTranslation('history')
  const [answer, waiver, check] = [gate.answers[item.id], gate.waivers[item.id], gate.checks[item.id]]
  const who = ({ by, atMs }: { readonly by: string; readonly atMs: number }) =>
    t('gate.byAt', { by, at: formatTime(atMs) })
  if (waiver) {
    return { icon: ShieldOff, tone: 'amber', text: t('gate.waived', { reason: waiver.reason }), by: who(waiver) }
  }
  if (isAutomatic(item)) {
    if (!check) return { icon: Minus, tone: 'slate', text: t('gate.unchecked') }
    const by = formatTime(check.checkedAtMs)
    return check.holds
      ? { icon: Check, tone: 'green', text: t('gate.holds'), by }
      : { icon: X, tone: 'red', text: t('gate.fails'), by }
  }
  if (!answer) return { icon: Minus, tone: 'slate', text: t('gate.unanswered') }
  const text = answer.answer === true ? t('gate.ticked') : t('gate.answered', { answer: answer.answer })
  return { icon: Check, tone: 'green', text, by: who(answer) }
}
