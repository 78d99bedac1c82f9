import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
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
import { useSettling } from '../../ui/use-settling'

/** Settle undo debts: do the reverse and confirm it, or take somebody's word for it. */
export function SettleDialog({ debts, onClose }: { readonly debts: readonly string[]; readonly onClose: () => void }) {
  const { t } = useTranslation('launch')
  const { t: common } = useTranslation()
  const [how, setHow] = useState<'console' | 'hand'>('console')
  const [reason, setReason] = useState('')
  const known = useRollout((state) => state.debts)
  const isByHand = how === 'hand'
  const missing = isByHand && reason.trim() === '' ? common('reason.missing') : undefined
  // what a first try settled is not owed any more
  const owed = Object.values(known).filter(({ id, settledAtMs }) => debts.includes(id) && settledAtMs === undefined)
  const settling = useSettling(owed.map(({ id }) => id))
  const isOver = owed.length === 0 && settling.isTried
  useEffect(() => {
    if (isOver) onClose()
  }, [isOver, onClose])
  const run = (some: string[], lock?: LockChoice) => {
    const byHand = { byHand: isByHand, ...(isByHand ? { reason: reason.trim() } : {}) }
    return settling.run({ debts: some, by: currentPerson(), lock, ...byHand })
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
          <Button tone="primary" isBusy={settling.sinceMs !== undefined} disabledBecause={missing} onClick={runAll}>
            {settling.sinceMs === undefined ? (
              t(isByHand ? 'settle.markNow' : 'settle.reverseNow')
            ) : (
              <>
                {t('settle.busy')} <Elapsed fromMs={settling.sinceMs} />
              </>
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
        <Unsettled settlements={settling.unsettled} onChoose={run} />
        <ErrorNote error={settling.error} />
      </div>
    </Dialog>
  )
}
