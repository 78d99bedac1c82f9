import { RotateCcw } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Badge } from '../../ui/badge'
import { Button } from '../../ui/button'
import { TextInput } from '../../ui/field'
import { LoadingNote } from '../../ui/notes'
import { Segmented } from '../../ui/segmented'
import { BatchChips } from './batch-chips'
import { useLaunch } from './launch-context'
import { RefusalNote } from './refusal-note'
import { StepSection } from './step-section'
import { ChangedMark, StrategyControl, useStrategyForm } from './strategy-field'
import { changedFields, type StrategyField, type StrategyForm } from './strategy-form'

/** How it goes there: the strategy, which starts as the environment's own. */
export function StepHow() {
  const { t } = useTranslation('newLaunch')
  const { draft, form, own, change } = useLaunch()
  const isAimed = draft.app !== '' && draft.environment !== ''
  const changes = own && form ? changedFields(own, form).length : 0
  return (
    <StepSection
      number={3}
      title={t('how.title')}
      aside={
        !isAimed ? undefined : changes === 0 ? (
          <span className="text-xs text-faint">{t('how.own', { environment: draft.environment })}</span>
        ) : (
          <>
            <Badge tone="blue">{t('how.changes', { count: changes })}</Badge>
            <Button size="sm" tone="quiet" icon={RotateCcw} onClick={() => change({ strategy: undefined })}>
              {t('how.resetAll')}
            </Button>
          </>
        )
      }
    >
      {!isAimed ? (
        <p className="text-sm text-faint">{t('how.chooseFirst')}</p>
      ) : form && own ? (
        <StrategyControls />
      ) : (
        <LoadingNote what={t('how.loading')} className="py-2" />
      )}
    </StepSection>
  )
}

const kinds = ['canary', 'rolling', 'all-at-once'] as const

function StrategyControls() {
  const { t } = useTranslation('newLaunch')
  const { form, set } = useStrategyForm()
  return (
    <>
      <RefusalNote places={['strategy']} />
      <div className="flex flex-col gap-2">
        <div className="flex items-center justify-between gap-2">
          <Segmented
            label={t('how.kind')}
            value={form.kind}
            onChange={(kind) => set({ kind })}
            options={kinds.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))}
          />
          <ChangedMark fields={['kind']} />
        </div>
        <p className="text-xs text-muted">{t(`kindWhat.${form.kind}`)}</p>
        <RefusalNote places={['kind']} />
      </div>
      {form.kind === 'canary' ? (
        <div className="flex flex-col gap-2">
          <div className="grid grid-cols-2 gap-3">
            <StrategyInput field="canaryHosts" label={t('how.canaryHosts')} hint={t('how.canaryHostsHint')} />
            <StrategyInput field="canarySoak" label={t('how.canarySoak')} hint={t('how.canarySoakHint')} />
          </div>
          <RefusalNote places={['canaryHosts', 'canarySoak']} />
        </div>
      ) : null}
      {form.kind === 'all-at-once' ? null : <BatchSizes />}
      <FloorControl />
      <BudgetControls />
      <div className="grid grid-cols-2 gap-3">
        <StrategyInput field="pause" label={t('how.pause')} hint={t('how.pauseHint')} />
        <StrategyInput field="soak" label={t('how.soak')} hint={t('how.soakHint')} />
      </div>
    </>
  )
}

type TextField = { [F in StrategyField]: StrategyForm[F] extends string ? F : never }[StrategyField]

function StrategyInput({
  field,
  label,
  hint,
  placeholder,
}: {
  readonly field: TextField
  readonly label: string
  readonly hint: string
  readonly placeholder?: string
}) {
  const { form, set } = useStrategyForm()
  return (
    <StrategyControl field={field} label={label} hint={hint}>
      <TextInput
        value={form[field]}
        placeholder={placeholder}
        className="font-mono"
        onChange={(event) => set({ [field]: event.target.value })}
      />
    </StrategyControl>
  )
}

function BatchSizes() {
  const { t } = useTranslation('newLaunch')
  const { hosts } = useLaunch()
  const { form, set } = useStrategyForm()
  const isEmpty = form.batches.some((size) => size.trim() === '')
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex items-center justify-between gap-2">
        <h3 className="text-xs font-medium text-muted">{t('how.batches')}</h3>
        <ChangedMark fields={['batches']} />
      </div>
      <BatchChips sizes={form.batches} total={hosts.length} onChange={(batches) => set({ batches })} />
      <p className="text-xs text-faint">{isEmpty ? t('problem.batches') : t('how.batchesHint')}</p>
      <RefusalNote places={['batches']} />
    </div>
  )
}

function FloorControl() {
  const { t } = useTranslation('newLaunch')
  const { plan } = useLaunch()
  return (
    <div className="flex flex-col gap-2">
      <StrategyInput
        field="maxUnavailable"
        label={t('how.maxUnavailable')}
        placeholder={t('how.maxUnavailableDefault')}
        hint={plan ? t('how.floorIs', { floor: plan.floor, hosts: plan.hosts }) : t('how.maxUnavailableHint')}
      />
      <RefusalNote places={['maxUnavailable']} />
    </div>
  )
}

function BudgetControls() {
  const { t } = useTranslation('newLaunch')
  const { form } = useStrategyForm()
  return (
    <div className="grid grid-cols-2 gap-3">
      <StrategyInput
        field="budgetBatch"
        label={t('how.budgetBatch')}
        hint={t('how.budgetBatchHint', { amount: form.budgetBatch })}
      />
      <StrategyInput
        field="budgetRollout"
        label={t('how.budgetRollout')}
        hint={t('how.budgetRolloutHint', { amount: form.budgetRollout })}
      />
    </div>
  )
}
