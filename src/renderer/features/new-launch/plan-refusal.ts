import { batchSizeOf } from '../../../shared/domain/batch-size'
import { amount } from '../../../shared/domain/spec-fields'
import type { AppError, ErrorDetails } from '../../../shared/errors/app-error'
import type { StrategyField, StrategyForm } from './strategy-form'

/** The control, or part of the page, at which a refusal is shown. */
export type RefusalPlace =
  StrategyField | 'strategy' | 'app' | 'version' | 'sha256' | 'environment' | 'exclude' | 'reason' | 'start'

/** The nearest legal value and the form with it. */
export type Remedy = { readonly value: string; readonly form: StrategyForm }

const places: Readonly<Partial<Record<AppError['code'], RefusalPlace>>> = {
  'plan.no-hosts': 'environment',
  'plan.all-at-once-protected': 'kind',
  'plan.bad-batch-size': 'batches',
  'plan.batch-too-large': 'batches',
  'plan.canary-too-large': 'canaryHosts',
  'plan.floor-unreachable': 'maxUnavailable',
  'plan.lower-floor': 'maxUnavailable',
  'plan.fewer-approvers': 'approvers',
  'plan.starter-signs': 'isNotByStarter',
  'plan.bad-strategy': 'strategy',
  'release.no-digest': 'sha256',
  'release.digest-conflict': 'sha256',
  'release.blocked': 'version',
  'release.package-missing': 'version',
  'release.no-package': 'app',
  'rollout.app-unknown': 'app',
  'rollout.environment-unknown': 'environment',
  'rollout.cluster-busy': 'environment',
  'lock.held': 'environment',
  'lock.stale': 'environment',
  'lock.being-taken': 'environment',
  'lock.unreachable': 'environment',
  'lock.unusable': 'environment',
  'rollout.no-such-host': 'exclude',
  'gate.reason-missing': 'reason',
}

/** Where a refusal of a plan or a start belongs. Pure. */
export function placeOfRefusal({ code, details }: AppError): RefusalPlace {
  if (code === 'plan.below-floor') return details['batch'] === 0 ? 'canaryHosts' : 'batches'
  return places[code] ?? 'start'
}

/** The nearest legal value that the console names, as one click. Pure; undefined where it names none. */
export function remedyFor(error: AppError, form: StrategyForm, total: number): Remedy | undefined {
  const { code, details } = error
  const nearest = nearestOf(details)
  switch (code) {
    case 'plan.all-at-once-protected':
      return { value: 'canary', form: { ...form, kind: 'canary' } }
    case 'plan.starter-signs':
      return { value: 'starter', form: { ...form, isNotByStarter: true } }
    case 'plan.fewer-approvers':
      return nearest === undefined ? undefined : { value: nearest, form: { ...form, approvers: nearest } }
    case 'plan.floor-unreachable':
    case 'plan.lower-floor':
      return nearest === undefined ? undefined : { value: nearest, form: { ...form, maxUnavailable: nearest } }
    case 'plan.canary-too-large':
      return nearest === undefined ? undefined : { value: nearest, form: { ...form, canaryHosts: nearest } }
    case 'plan.below-floor':
      if (nearest === undefined || nearest === '0') return undefined
      if (details['batch'] === 0) return { value: nearest, form: { ...form, canaryHosts: nearest } }
      return { value: nearest, form: limitBatches(form, Number(nearest), total) }
    case 'plan.batch-too-large':
    case 'plan.bad-batch-size':
      return nearest === undefined ? undefined : { value: nearest, form: limitBatches(form, Number(nearest), total) }
    default:
      return undefined
  }
}

const nearestOf = ({ nearest }: ErrorDetails): string | undefined =>
  typeof nearest === 'number' ? `${nearest}` : undefined

/** Batch sizes that stand for more hosts than `most`, or for none, become `most` or 1. */
function limitBatches(form: StrategyForm, most: number, total: number): StrategyForm {
  const batches = form.batches.map((text) => {
    const parsed = amount.safeParse(text)
    if (!parsed.success) return text
    const value = 'hosts' in parsed.data ? parsed.data.hosts : parsed.data.percent
    if (!(value > 0)) return '1'
    return batchSizeOf(parsed.data, total) > most ? `${most}` : text
  })
  // the same size twice at the end says no more than once: the last entry repeats
  while (batches.length > 1 && batches.at(-1) === batches.at(-2)) batches.pop()
  return { ...form, batches }
}
