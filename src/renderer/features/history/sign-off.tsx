import { PenLine } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { GateState } from '../../../shared/domain/rollout-state'
import { formatDateTime, formatMoment } from '../../ui/format'

const knownFacts = ['serving', 'hosts', 'floor', 'failed', 'openDebts', 'versions'] as const

/** Who signed, when, and what the console saw at that moment. */
export function SignOff({ signOff: { by, atMs, record } }: { readonly signOff: GateState['signOffs'][number] }) {
  const { t } = useTranslation('history')
  const nameOf = (fact: string) => {
    const known = knownFacts.find((each) => each === fact)
    return known === undefined ? fact : t(`gate.fact.${known}`)
  }
  const place = (fact: string) => knownFacts.findIndex((each) => each === fact) + 1 || knownFacts.length + 1
  const facts = Object.entries(record.facts)
    .filter(([, value]) => value !== '')
    .toSorted(([one], [other]) => place(one) - place(other))
  return (
    <li className="text-sm">
      <p className="flex items-center gap-2">
        <PenLine aria-hidden size={14} className="text-violet-fg" />
        <span className="font-medium">{by}</span>
        <time dateTime={new Date(atMs).toISOString()} title={formatMoment(atMs)} className="text-xs text-faint tabular">
          {formatDateTime(atMs)}
        </time>
      </p>
      {facts.length === 0 ? null : (
        <dl
          aria-label={t('gate.saw', { by })}
          className="mt-1.5 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5 rounded-sm border border-line bg-sunken px-2.5 py-1.5 text-xs"
        >
          {facts.map(([fact, value]) => (
            <div key={fact} className="contents">
              <dt className="text-faint">{nameOf(fact)}</dt>
              <dd className="truncate tabular" title={value}>
                {value}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </li>
  )
}
