import { Check, CircleSlash2, Hand, Loader, RefreshCw, X, type LucideIcon } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { canWaive, isAutomatic, type ChecklistItem } from '../../../shared/domain/checklist'
import type { GateState } from '../../../shared/domain/rollout-state'
import { useAction } from '../../api/queries'
import { usePerson } from '../../stores/person-store'
import { useRollout } from '../../stores/rollouts'
import { Badge } from '../../ui/badge'
import { Button, IconButton } from '../../ui/button'
import { CheckBox } from '../../ui/check-box'
import { cn } from '../../ui/cn'
import { Ago } from '../../ui/moment'
import { itemAsk, itemWhy } from '../../ui/engine-text'
import { ErrorNote } from '../../ui/notes'
import { toneText, type Tone } from '../../ui/tone'
import { ItemAnswer } from './item-answer'
import { ItemCheck } from './item-check'
import { itemStatus, type ItemStatus } from './gate-model'
import { Linked } from './linked'
import { WaiveForm } from './waive-form'

const marks: Readonly<Record<ItemStatus, { readonly icon: LucideIcon; readonly tone: Tone }>> = {
  unanswered: { icon: Hand, tone: 'violet' },
  answered: { icon: Check, tone: 'green' },
  checking: { icon: Loader, tone: 'blue' },
  holds: { icon: Check, tone: 'green' },
  fails: { icon: X, tone: 'red' },
  waived: { icon: CircleSlash2, tone: 'amber' },
}

type GateItemProps = { readonly rollout: string; readonly gate: GateState; readonly item: ChecklistItem }

/** One item of the gate that waits: what is asked and why, how it stands, and what can be done about it. */
export function GateItem({ rollout, gate, item }: GateItemProps) {
  const { t } = useTranslation('launch')
  const person = usePerson(({ person: name }) => name)
  const recheck = useAction('rollout:recheck')
  const answer = useAction('rollout:answer')
  const warnings = useRollout(({ settings }) => settings.plan.warnings)
  const [isWaiving, setWaiving] = useState(false)
  const status = itemStatus(gate, item)
  const waiver = gate.waivers[item.id]
  const isOpen = status === 'unanswered' || status === 'fails'
  const isTick = item.kind === 'tick' && status === 'unanswered'
  const give = (value: string | true) =>
    answer.mutate({ rollout, item: item.id, answer: value, by: person, gate: gate.id })
  const { icon: Icon, tone } = marks[status]
  const ask = itemAsk(item)
  const why = itemWhy(item, warnings)
  return (
    <li aria-label={ask} className="flex gap-2.5 px-3 py-2.5">
      {isTick ? null : (
        <Icon
          aria-label={t(`item.${status}`)}
          size={16}
          strokeWidth={2.25}
          className={cn('mt-0.5 shrink-0', toneText[tone], status === 'checking' && 'animate-spin')}
        />
      )}
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <div className="flex items-start gap-2">
          {isTick ? (
            <CheckBox
              isChecked={false}
              isDisabled={answer.isPending}
              onChange={() => give(true)}
              label={ask}
              className="flex-1"
            />
          ) : (
            <p className="min-w-0 flex-1 text-sm break-words">{ask}</p>
          )}
          {item.blocking ? null : <Badge tone="slate">{t('item.advisory')}</Badge>}
          {isAutomatic(item) && status !== 'checking' && !waiver ? (
            <IconButton
              icon={RefreshCw}
              label={t('item.recheck')}
              isBusy={recheck.isPending}
              className="-mt-0.5 -mr-1.5 h-6 w-6"
              onClick={() => recheck.mutate({ rollout, items: [item.id], by: person })}
            />
          ) : null}
        </div>
        {why ? (
          <p className={cn('text-xs break-words text-faint', isTick && 'pl-6')}>
            <Linked text={why} />
          </p>
        ) : null}
        {isAutomatic(item) ? (
          <ItemCheck gate={gate} item={item} />
        ) : waiver ? null : (
          <ItemAnswer gate={gate} item={item} ask={ask} isBusy={answer.isPending} onGive={give} />
        )}
        {waiver ? (
          <p className="text-xs text-amber-fg">
            {t('item.waivedBy', { by: waiver.by, reason: waiver.reason })} · <Ago atMs={waiver.atMs} />
          </p>
        ) : null}
        <div className={cn('-ml-2.5 flex flex-wrap items-center gap-1 empty:hidden', isTick && 'pl-6')}>
          {isOpen && item.blocking ? (
            <Waive item={item} person={person} isOpen={isWaiving} onOpen={() => setWaiving(!isWaiving)} />
          ) : null}
        </div>
        <ErrorNote error={recheck.error ?? answer.error} className="py-1 text-xs" />
        {isWaiving && isOpen ? (
          <WaiveForm rollout={rollout} gate={gate.id} item={item} onClose={() => setWaiving(false)} />
        ) : null}
      </div>
    </li>
  )
}

function Waive({
  item,
  person,
  isOpen,
  onOpen,
}: {
  readonly item: ChecklistItem
  readonly person: string
  readonly isOpen: boolean
  readonly onOpen: () => void
}) {
  const { t } = useTranslation('launch')
  if (canWaive(item, person)) {
    return (
      <Button size="sm" tone="quiet" aria-expanded={isOpen} onClick={onOpen}>
        {t('item.waive')}
      </Button>
    )
  }
  const who = item.waivableBy === 'nobody' ? undefined : [item.waivableBy].flat().join(', ')
  return (
    <span className="px-2.5 text-2xs text-faint">{who ? t('item.waivableBy', { who }) : t('item.notWaivable')}</span>
  )
}
