import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { WirePlan } from '../../../shared/ipc/contract'
import { usePerson } from '../../stores/person-store'
import { Switch } from '../../ui/check-box'
import { TextInput } from '../../ui/field'
import { ChecklistPreview } from '../../ui/plan/checklist-preview'
import { groupGates, type GateGroup } from './gate-groups'
import { useLaunch } from './launch-context'
import { RefusalNote } from './refusal-note'
import { StepSection } from './step-section'
import { ChangedMark, StrategyControl, useStrategyForm } from './strategy-field'

/** Where people decide: the gates with what they will ask, and who lets them open. */
export function StepGates() {
  const { t } = useTranslation('newLaunch')
  const { form, own, plan } = useLaunch()
  const groups = useMemo(() => groupGates(plan?.gates ?? []), [plan?.gates])
  return (
    <StepSection
      number={4}
      title={t('gates.title')}
      aside={plan ? <span className="text-xs text-faint">{t('gates.count', { count: plan.gates.length })}</span> : null}
    >
      {form && own ? <SignOffControls /> : null}
      {groups.length === 0 ? (
        <p className="text-sm text-faint">{t('gates.choose')}</p>
      ) : (
        <ol className="flex flex-col gap-3">
          {groups.map((group) => (
            <GateItems key={`${group.position} ${group.firstBatch}`} group={group} warnings={plan?.warnings ?? []} />
          ))}
        </ol>
      )}
    </StepSection>
  )
}

function SignOffControls() {
  const { t } = useTranslation('newLaunch')
  const { person } = usePerson()
  const { form, set } = useStrategyForm()
  return (
    <div className="flex flex-col gap-3">
      <div className="grid grid-cols-2 items-start gap-4">
        <StrategyControl field="approvers" label={t('gates.approvers')} hint={t('gates.approversHint')}>
          <TextInput
            value={form.approvers}
            inputMode="numeric"
            className="font-mono"
            onChange={(event) => set({ approvers: event.target.value })}
          />
        </StrategyControl>
        <div className="pt-5">
          <Switch
            isChecked={form.isNotByStarter}
            onChange={(isNotByStarter) => set({ isNotByStarter })}
            label={t('gates.notByStarter')}
            hint={form.isNotByStarter ? t('gates.notByStarterOn', { person }) : t('gates.notByStarterOff', { person })}
          />
          <ChangedMark fields={['isNotByStarter']} className="mt-1" />
        </div>
      </div>
      <RefusalNote places={['approvers', 'isNotByStarter']} />
    </div>
  )
}

function GateItems({ group, warnings }: { readonly group: GateGroup; readonly warnings: WirePlan['warnings'] }) {
  const { t } = useTranslation('newLaunch')
  const { t: common } = useTranslation()
  const { position, firstBatch, lastBatch, gates, items } = group
  const title =
    gates > 1
      ? t('gates.batches', { first: firstBatch, last: lastBatch })
      : common(`gate.${position}`, { batch: firstBatch })
  return (
    <li className="rounded-md border border-line">
      <h3 className="flex items-center justify-between gap-2 border-b border-line bg-sunken px-3 py-1.5 text-xs font-medium">
        {title}
        <span className="text-2xs font-normal text-faint">{t('gates.items', { count: items.length })}</span>
      </h3>
      {items.length === 0 ? (
        <p className="px-3 py-2 text-xs text-faint">{t('gates.onlySignOff')}</p>
      ) : (
        <ChecklistPreview items={items} warnings={warnings} />
      )}
    </li>
  )
}
