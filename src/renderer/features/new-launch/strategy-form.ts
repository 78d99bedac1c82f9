import type { z } from 'zod'
import type { strategySpec } from '../../../shared/domain/app-spec'
import { formatAmount } from '../../../shared/domain/batch-size'
import { amount, durationMs } from '../../../shared/domain/spec-fields'
import type { Strategy } from '../../../shared/domain/strategy'
import { formatDurationSpec } from '../../../shared/util/duration'

/** A strategy as it stands in the controls: amounts and durations as they are written. */
export type StrategyForm = {
  readonly kind: Strategy['kind']
  readonly canaryHosts: string
  readonly canarySoak: string
  readonly batches: readonly string[]
  /** Empty: as many as the largest batch allows. */
  readonly maxUnavailable: string
  readonly budgetBatch: string
  readonly budgetRollout: string
  readonly pause: string
  readonly soak: string
  readonly approvers: string
  readonly isNotByStarter: boolean
}
export type StrategyField = keyof StrategyForm
export type WrittenStrategy = z.input<typeof strategySpec>

/** What a control may be refused for before the console is asked; the key of its sentence. */
export type StrategyProblem = 'amount' | 'duration' | 'batches' | 'canaryHosts' | 'approvers'

/** Show what a canary would be when somebody chooses one and the environment describes none. */
const offeredCanary = { hosts: 1, soakMs: 600_000 }

/** The controls of a resolved strategy. Pure. */
export function readStrategy(strategy: Strategy): StrategyForm {
  const { hosts, soakMs } = strategy.canary ?? offeredCanary
  return {
    kind: strategy.kind,
    canaryHosts: `${hosts}`,
    canarySoak: formatDurationSpec(soakMs),
    batches: strategy.batches.map(formatAmount),
    maxUnavailable: strategy.maxUnavailable ? formatAmount(strategy.maxUnavailable) : '',
    budgetBatch: formatAmount(strategy.budget.batch),
    budgetRollout: formatAmount(strategy.budget.rollout),
    pause: formatDurationSpec(strategy.pauseMs),
    soak: formatDurationSpec(strategy.soakMs),
    approvers: `${strategy.signOff.approvers}`,
    isNotByStarter: strategy.signOff.notBy === 'starter',
  }
}

/** The strategy as lastmile.yml would write it, for a form without problems. Pure. */
export function writeStrategy(form: StrategyForm): WrittenStrategy {
  return {
    kind: form.kind,
    ...(form.kind === 'canary' ? { canary: { hosts: Number(form.canaryHosts), soak: form.canarySoak } } : {}),
    batches: form.batches.map(writeAmount),
    ...(form.maxUnavailable.trim() === '' ? {} : { maxUnavailable: writeAmount(form.maxUnavailable) }),
    soak: form.soak,
    pause: form.pause,
    stopWhenFailuresExceed: { batch: writeAmount(form.budgetBatch), rollout: writeAmount(form.budgetRollout) },
    signOff: { approvers: Number(form.approvers), ...(form.isNotByStarter ? { notBy: 'starter' as const } : {}) },
  }
}

/** What is wrong with single controls, in themselves. Pure. */
export function findStrategyProblems(form: StrategyForm): Partial<Record<StrategyField, StrategyProblem>> {
  const isCanary = form.kind === 'canary'
  return {
    ...(isCanary && !isWhole(form.canaryHosts, 1, 2) ? { canaryHosts: 'canaryHosts' } : {}),
    ...(isCanary && !isDuration(form.canarySoak) ? { canarySoak: 'duration' } : {}),
    ...(form.kind === 'all-at-once' || (form.batches.length > 0 && form.batches.every(isAmount))
      ? {}
      : { batches: 'batches' }),
    ...(form.maxUnavailable.trim() === '' || isAmount(form.maxUnavailable) ? {} : { maxUnavailable: 'amount' }),
    ...(isAmount(form.budgetBatch) ? {} : { budgetBatch: 'amount' }),
    ...(isAmount(form.budgetRollout) ? {} : { budgetRollout: 'amount' }),
    ...(isDuration(form.pause) ? {} : { pause: 'duration' }),
    ...(isDuration(form.soak) ? {} : { soak: 'duration' }),
    ...(isWhole(form.approvers, 1, 10) ? {} : { approvers: 'approvers' }),
  }
}

/** The controls that differ from the environment's own. Pure; amounts and durations by what they mean, not how they are written. */
export function changedFields(own: StrategyForm, form: StrategyForm): StrategyField[] {
  const fields = Object.keys(own) as StrategyField[]
  return fields.filter((field) => isUsed(field, form) && meaningOf(own[field]) !== meaningOf(form[field]))
}

/** What a form says for one control, put back to what it was. Pure. */
export const resetField = (form: StrategyForm, own: StrategyForm, field: StrategyField): StrategyForm => ({
  ...form,
  [field]: own[field],
})

/** Is this text an amount: `2` or `25%`? Pure. */
export const isAmount = (text: string): boolean => amount.safeParse(text).success

const isDuration = (text: string) => text.trim() !== '' && durationMs.safeParse(text).success
const isWhole = (text: string, least: number, most: number) =>
  /^\d{1,3}$/.test(text.trim()) && Number(text) >= least && Number(text) <= most

const writeAmount = (text: string): string | number => (/^\d+$/.test(text.trim()) ? Number(text) : text.trim())

const isUsed = (field: StrategyField, { kind }: StrategyForm) =>
  !((field === 'canaryHosts' || field === 'canarySoak') && kind !== 'canary') &&
  !(field === 'batches' && kind === 'all-at-once')

function meaningOf(value: StrategyForm[StrategyField]): string {
  if (typeof value === 'boolean') return `${value}`
  if (typeof value !== 'string') return value.map(meaningOf).join(', ')
  const duration = /[a-z]/.test(value) ? durationMs.safeParse(value) : undefined
  return duration?.success ? `${duration.data} ms` : value.replaceAll(/\s/g, '')
}
