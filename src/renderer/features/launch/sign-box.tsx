import { PenLine } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ChecklistItem } from '../../../shared/domain/checklist'
import type { GateState, RolloutState } from '../../../shared/domain/rollout-state'
import { useAction } from '../../api/queries'
import { usePerson } from '../../stores/person-store'
import { useFeedState, useRollout } from '../../stores/rollouts'
import { Button } from '../../ui/button'
import { Ago } from '../../ui/moment'
import { ErrorNote } from '../../ui/notes'
import { viewSignOff, type Hindrance } from './gate-model'
import { stationAfterGate } from './station-list'
import { afterGate } from './stop-words'

/** The place that `S` goes to. */
export const signButtonId = 'sign-off'

type SignBoxProps = { readonly gate: GateState; readonly items: readonly ChecklistItem[] }

/** Who has signed, who is missing, and the button that says what follows from signing. */
export function SignBox({ gate, items }: SignBoxProps) {
  const { t } = useTranslation('launch')
  const state = useRollout((rollout) => rollout)
  const person = usePerson(({ person: name }) => name)
  const sign = useAction('rollout:sign')
  const seq = useFeedState((feed) => feed.seq)
  // until the page has heard of the signature, its gate still looks unsigned
  const isSigning = sign.isPending || (sign.data !== undefined && sign.data.seq > seq)
  const { rollout, startedBy } = state.settings
  const { approvers, missing, isNotByStarter, hindrance } = viewSignOff(state, gate, items, person)
  return (
    <div className="sticky bottom-0 flex flex-col gap-2 border-t border-line-strong bg-raised px-3 py-3">
      <ul className="flex flex-col gap-0.5 text-xs text-muted empty:hidden">
        {gate.signOffs.map(({ by, atMs }) => (
          <li key={by}>
            {t('sign.signedBy', { by })} · <Ago atMs={atMs} />
          </li>
        ))}
        {approvers > 1 ? <li>{t('sign.missing', { count: missing, approvers })}</li> : null}
        {isNotByStarter ? <li>{t('sign.notByStarter', { starter: startedBy })}</li> : null}
      </ul>
      <Button
        id={signButtonId}
        tone="primary"
        size="lg"
        icon={PenLine}
        data-gate={gate.id}
        isBusy={isSigning}
        disabledBecause={hindrance ? hindranceWords(hindrance, startedBy, t) : undefined}
        className="h-auto min-h-10 w-full py-2 text-sm whitespace-normal"
        onClick={() => sign.mutate({ rollout, by: person, gate: gate.id })}
      >
        {isSigning ? t('sign.checking') : labelOf(state, gate, missing, t)}
      </Button>
      {hindrance ? <p className="text-xs text-muted">{hindranceWords(hindrance, startedBy, t)}</p> : null}
      <ErrorNote error={sign.error} className="text-xs" />
    </div>
  )
}

type Translate = ReturnType<typeof useTranslation<'launch'>>['t']

function labelOf(state: RolloutState, gate: GateState, missing: number, t: Translate): string {
  if (missing > 1) return t('sign.oneOfMore', { count: missing - 1 })
  return afterGate(state, stationAfterGate(state, gate.id))
}

function hindranceWords(hindrance: Hindrance, starter: string, t: Translate): string {
  switch (hindrance.kind) {
    case 'braked':
      return t('hindrance.braked')
    case 'in-flight':
      return t('hindrance.inFlight', { count: hindrance.hosts })
    case 'starter':
      return t('hindrance.starter', { starter })
    case 'signed':
      return t('hindrance.signed')
    case 'items':
      return [
        hindrance.unanswered > 0 ? t('hindrance.unanswered', { count: hindrance.unanswered }) : '',
        hindrance.failing > 0 ? t('hindrance.failing', { count: hindrance.failing }) : '',
        hindrance.checking > 0 ? t('hindrance.checking', { count: hindrance.checking }) : '',
      ]
        .filter((part) => part !== '')
        .join(' ')
  }
}
