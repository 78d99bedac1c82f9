import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Output } from '../../../shared/ipc/contract'
import { useAction } from '../../api/queries'
import { currentPerson } from '../../stores/person-store'
import { useRollout } from '../../stores/rollouts'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { Field, TextArea } from '../../ui/field'
import { Elapsed } from '../../ui/moment'
import { ErrorNote } from '../../ui/notes'
import { Segmented } from '../../ui/segmented'
import type { LockChoice } from '../../ui/lock-dialog'
import { Unsettled } from '../../ui/unsettled'
import { mergeSettlements } from '../../ui/unsettled-groups'

/** Settle undo debts: do the reverse and confirm it, or take somebody's word for it. */
export function SettleDialog({ debts, onClose }: { readonly debts: readonly string[]; readonly onClose: () => void }) {
  const { t } = useTranslation('launch')
  const { t: common } = useTranslation()
  const [how, setHow] = useState<'console' | 'hand'>('console')
  const [reason, setReason] = useState('')
  const [settlements, setSettlements] = useState<Output<'debt:settle'>>([])
  const known = useRollout((state) => state.debts)
  const settle = useAction('debt:settle')
  const isByHand = how === 'hand'
  const missing = isByHand && reason.trim() === '' ? common('reason.missing') : undefined
  // what a first try settled is not owed any more
  const owed = Object.values(known).filter(({ id, settledAtMs }) => debts.includes(id) && settledAtMs === undefined)
  const run = async (some: string[], lock?: LockChoice) => {
    const byHand = { byHand: isByHand, ...(isByHand ? { reason: reason.trim() } : {}) }
    const settled = await settle.mutateAsync({ debts: some, by: currentPerson(), lock, ...byHand })
    const all = mergeSettlements(settlements, settled)
    setSettlements(all)
    if (all.every(({ ok }) => ok)) onClose()
  }
  const runAll = () => {
    if (owed.length === 0) return onClose()
    // a failure stays in the mutation, and is shown from there
    run(owed.map(({ id }) => id)).catch(() => undefined)
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('settle.title', { count: debts.length })}
      footer={
        <>
          <Button onClick={onClose}>{common('action.cancel')}</Button>
          <Button tone="primary" isBusy={settle.isPending} disabledBecause={missing} onClick={runAll}>
            {settle.isPending ? (
              <>
                {t('settle.busy')} <Elapsed fromMs={settle.submittedAt} />
              </>
            ) : (
              t(isByHand ? 'settle.markNow' : 'settle.reverseNow')
            )}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <ul className="max-h-40 overflow-y-auto text-sm">
          {owed.map(({ id, host, kind }) => (
            <li key={id}>
              <span className="font-mono text-xs">{host}</span>
              <span className="text-muted">{` · ${common(`debt.${kind}`)}`}</span>
            </li>
          ))}
        </ul>
        <Segmented
          label={t('settle.how')}
          value={how}
          onChange={setHow}
          options={[
            { value: 'console', label: t('settle.reverse') },
            { value: 'hand', label: t('settle.byHand') },
          ]}
        />
        <p className="text-sm text-muted">{t(isByHand ? 'settle.byHandWhat' : 'settle.reverseWhat')}</p>
        {isByHand ? (
          <Field label={common('reason.label')} hint={common('reason.hint')}>
            <TextArea autoFocus rows={2} value={reason} onChange={(event) => setReason(event.target.value)} />
          </Field>
        ) : null}
        <Unsettled settlements={settlements.filter(({ debt }) => owed.some(({ id }) => id === debt))} onChoose={run} />
        <ErrorNote error={settle.error} />
      </div>
    </Dialog>
  )
}
