import { RotateCcw } from 'lucide-react'
import type { ComponentProps, ReactElement, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../ui/button'
import { cn } from '../../ui/cn'
import { Field } from '../../ui/field'
import { useLaunch } from './launch-context'
import { changedFields, findStrategyProblems, resetField, type StrategyField, type StrategyForm } from './strategy-form'

/** The form and how to change part of it; only where the environment's own strategy is known. */
export function useStrategyForm() {
  const { form, own, change } = useLaunch()
  if (!form || !own) throw new Error('a control of the strategy stands where no strategy is known')
  const set = (part: Partial<StrategyForm>) => change({ strategy: { ...form, ...part } })
  return { form, own, set }
}

/** A control of the strategy with what is wrong with it, and a way back when it differs from lastmile.yml. */
export function StrategyControl({
  field,
  label,
  hint,
  className,
  children,
}: {
  readonly field: StrategyField
  readonly label: string
  readonly hint?: ReactNode
  readonly className?: string
  readonly children: ComponentProps<typeof Field>['children'] & ReactElement
}) {
  const { t } = useTranslation('newLaunch')
  const { form } = useStrategyForm()
  const problem = findStrategyProblems(form)[field]
  return (
    <div className={cn('relative min-w-0', className)}>
      <Field label={label} hint={hint} error={problem ? t(`problem.${problem}`) : undefined}>
        {children}
      </Field>
      <ChangedMark fields={[field]} className="absolute -top-1 right-0" />
    </div>
  )
}

/** Says that something differs from lastmile.yml, and puts it back. Nothing where nothing differs. */
export function ChangedMark({
  fields,
  className,
}: {
  readonly fields: readonly StrategyField[]
  readonly className?: string
}) {
  const { t } = useTranslation('newLaunch')
  const { change } = useLaunch()
  const { form, own } = useStrategyForm()
  const changed = changedFields(own, form).filter((field) => fields.includes(field))
  if (changed.length === 0) return null
  const was = changed.map((field) => describe(own[field])).join(', ')
  const back = changed.reduce((all, field) => resetField(all, own, field), form)
  return (
    <span className={cn('inline-flex items-center gap-1 text-2xs font-medium text-accent', className)}>
      {t('how.changed')}
      <IconButton
        icon={RotateCcw}
        label={t('how.reset', { was: was || t('how.unset') })}
        onClick={() => change({ strategy: back })}
        className="h-5 w-5 text-accent"
      />
    </span>
  )
}

const describe = (value: StrategyForm[StrategyField]): string =>
  typeof value === 'object' ? value.join(', ') : typeof value === 'boolean' ? '' : value
