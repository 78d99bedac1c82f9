import { useWatch } from 'react-hook-form'
import { useTranslation } from 'react-i18next'
import type { EnvironmentFields } from './environment-fields'
import { FormSelect, FormText } from './form-fields'

/** How plans of an environment are made: canary, sizes, floor, budgets, pauses, sign-off. Empty means the default. */
export function StrategyFields() {
  const { t } = useTranslation('fleet')
  const [kind, isProtected] = useWatch<EnvironmentFields, ['strategy.kind', 'protected']>({
    name: ['strategy.kind', 'protected'],
  })
  const hasCanary = kind === 'canary' || kind === ''
  return (
    <fieldset className="grid grid-cols-6 gap-3">
      <legend className="mb-2 text-sm font-semibold">{t('strategy.title')}</legend>
      <FormSelect<EnvironmentFields>
        path="strategy.kind"
        label={t('strategy.kind')}
        className="col-span-2"
        options={[
          { value: 'none', label: t('strategy.kinds.default') },
          { value: 'canary', label: t('strategy.kinds.canary') },
          { value: 'rolling', label: t('strategy.kinds.rolling') },
          ...(isProtected ? [] : [{ value: 'all-at-once', label: t('strategy.kinds.all-at-once') }]),
        ]}
      />
      {hasCanary ? (
        <>
          <FormText<EnvironmentFields>
            path="strategy.canary.hosts"
            label={t('strategy.canaryHosts')}
            placeholder="1"
            expected={t('expected.canaryHosts')}
            className="col-span-2"
          />
          <FormText<EnvironmentFields>
            path="strategy.canary.soak"
            label={t('strategy.canarySoak')}
            placeholder={isProtected ? '10m' : '1m'}
            expected={t('expected.duration')}
            className="col-span-2"
          />
        </>
      ) : (
        <div className="col-span-4" />
      )}
      <FormText<EnvironmentFields>
        path="strategy.batches"
        label={t('strategy.batches')}
        hint={t('strategy.batchesHint')}
        placeholder="1, 10%, 25%"
        expected={t('expected.amounts')}
        className="col-span-3"
      />
      <FormText<EnvironmentFields>
        path="strategy.maxUnavailable"
        label={t('strategy.maxUnavailable')}
        hint={t('strategy.maxUnavailableHint')}
        placeholder="40%"
        expected={t('expected.amount')}
        className="col-span-3"
      />
      <FormText<EnvironmentFields>
        path="strategy.stopWhenFailuresExceed.batch"
        label={t('strategy.budgetBatch')}
        placeholder="0"
        expected={t('expected.amount')}
        className="col-span-3"
      />
      <FormText<EnvironmentFields>
        path="strategy.stopWhenFailuresExceed.rollout"
        label={t('strategy.budgetRollout')}
        placeholder="0"
        expected={t('expected.amount')}
        className="col-span-3"
      />
      <FormText<EnvironmentFields>
        path="strategy.soak"
        label={t('strategy.soak')}
        placeholder="0s"
        expected={t('expected.duration')}
        className="col-span-3"
      />
      <FormText<EnvironmentFields>
        path="strategy.pause"
        label={t('strategy.pause')}
        placeholder="0s"
        expected={t('expected.duration')}
        className="col-span-3"
      />
      <FormText<EnvironmentFields>
        path="strategy.signOff.approvers"
        label={t('strategy.approvers')}
        placeholder="1"
        expected={t('expected.approvers')}
        className="col-span-3"
      />
      <FormSelect<EnvironmentFields>
        path="strategy.signOff.notBy"
        label={t('strategy.notBy')}
        className="col-span-3"
        options={[
          { value: 'none', label: t('strategy.signers.anybody') },
          { value: 'starter', label: t('strategy.signers.starter') },
        ]}
      />
    </fieldset>
  )
}
