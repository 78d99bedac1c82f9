import { useTranslation } from 'react-i18next'
import type { AutomaticItem } from '../../../shared/domain/checklist'
import { checkMaxAgeMs } from '../../../shared/domain/decide-gate'
import type { GateState } from '../../../shared/domain/rollout-state'
import { useFeedState } from '../../stores/rollouts'
import { cn } from '../../ui/cn'
import { Ago, Elapsed } from '../../ui/moment'
import { useNow } from '../../ui/use-now'

/** What an automatic item found, how long ago; how long it is under way. */
export function ItemCheck({ gate, item }: { readonly gate: GateState; readonly item: AutomaticItem }) {
  const { t } = useTranslation('launch')
  const nowMs = useNow(10_000)
  const askedAtMs = useFeedState(({ rows }) => {
    const asked = rows.findLast(({ kind, payload }) => kind === 'gate-rechecked' && payload['gate'] === gate.id)
    return asked?.at ?? gate.reachedAtMs
  })
  const check = gate.checks[item.id]
  if (!check) {
    return (
      <p className="text-xs text-blue-fg">
        {t('item.checking')} {askedAtMs === undefined ? null : <Elapsed fromMs={askedAtMs} />}
      </p>
    )
  }
  const isOld = nowMs - check.checkedAtMs > checkMaxAgeMs
  return (
    <p className={cn('text-xs break-words', check.holds ? 'text-muted' : 'text-red-fg')}>
      <span className="font-mono text-2xs whitespace-pre-wrap">
        {check.evidence || t(check.holds ? 'item.holds' : 'item.fails')}
      </span>
      <span className="text-faint">
        {' · '}
        <Ago atMs={check.checkedAtMs} />
        {isOld ? ` · ${t('item.old')}` : null}
      </span>
    </p>
  )
}
