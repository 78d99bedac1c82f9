import { Check, X } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { useRollout } from '../../stores/rollouts'
import { cn } from '../../ui/cn'
import { Ago } from '../../ui/moment'
import { Panel } from '../../ui/panel'
import { signalsOf } from './signals'

/** What commands and URLs of the checklists said last, and the time before. */
export function SignalsPanel() {
  const { t } = useTranslation('launch')
  const settings = useRollout((state) => state.settings)
  const gates = useRollout((state) => state.gates)
  const signals = useMemo(() => signalsOf({ settings, gates }), [settings, gates])
  const isMeasured = settings.gates.some(({ items }) => items.some(({ kind }) => kind === 'command' || kind === 'http'))
  return (
    <Panel title={t('signals.title')} aria-label={t('signals.title')} bodyClassName="p-0">
      {signals.length === 0 ? (
        <p className="px-3 py-2.5 text-xs text-muted">{t(isMeasured ? 'signals.notYet' : 'signals.none')}</p>
      ) : null}
      <ul className="divide-y divide-line">
        {signals.map(({ id, ask, holds, evidence, checkedAtMs, before }) => (
          <li key={id} className="flex gap-2 px-3 py-2">
            {holds ? (
              <Check aria-label={t('item.holds')} size={15} className="mt-0.5 shrink-0 text-green-fg" />
            ) : (
              <X aria-label={t('item.fails')} size={15} className="mt-0.5 shrink-0 text-red-fg" />
            )}
            <div className="min-w-0 flex-1">
              <p className="truncate text-xs">{ask}</p>
              <p className={cn('line-clamp-2 font-mono text-2xs break-all', holds ? 'text-muted' : 'text-red-fg')}>
                {evidence}
              </p>
              <p className="truncate text-2xs text-faint">
                <Ago atMs={checkedAtMs} />
                {before && before.evidence !== evidence
                  ? ` · ${t('signals.before', { evidence: before.evidence })}`
                  : null}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
