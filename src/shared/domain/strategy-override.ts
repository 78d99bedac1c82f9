import { AppError } from '../errors/app-error'
import { strategySpec, type EnvironmentSpec, type StrategySpec } from './app-spec'
import { formatAmount } from './batch-size'
import { explainIssue } from './explain-issue'
import { floorOf } from './floor'
import { formatSpecPath } from './spec-path'
import { resolveStrategy } from './strategy'

/**
 * The strategy of one rollout instead of its environment's. Pure. `written` is as in lastmile.yml; what it does not say about
 * sign-offs and the floor stays the environment's. In a protected environment it may ask for more of both, never for less.
 *
 * @throws AppError `plan.bad-strategy`, `plan.fewer-approvers`, `plan.starter-signs`, `plan.lower-floor`
 */
export function overrideStrategy(environment: EnvironmentSpec, written: unknown): StrategySpec {
  const { signOff, maxUnavailable } = environment.strategy
  const chosen: StrategySpec = {
    ...(maxUnavailable ? { maxUnavailable } : {}),
    ...(signOff ? { signOff } : {}),
    ...parseStrategy(written),
  }
  if (environment.protected) refuseWeaker(environment, chosen)
  return chosen
}

function parseStrategy(written: unknown): StrategySpec {
  const parsed = strategySpec.safeParse(written)
  if (parsed.success) return parsed.data
  // the words for what is wrong come from where a file would have it
  const base = ['environments', 0, 'strategy']
  const root = { app: 'any', environments: [{ name: 'any', strategy: written }] }
  const problems = parsed.error.issues
    .flatMap((issue) => explainIssue(issue, root, base))
    .map(({ path, message }) => {
      const at = formatSpecPath(written, path.slice(base.length))
      return at === '' ? message : `${at}: ${message}`
    })
  throw new AppError('plan.bad-strategy', { details: { problems: problems.join('; ') } })
}

function refuseWeaker({ name, hosts, strategy: spec }: EnvironmentSpec, chosen: StrategySpec): void {
  const total = hosts.length
  const [own, other] = [spec, chosen].map((each) => resolveStrategy(each, true, total)) as [Resolved, Resolved]
  if (other.signOff.approvers < own.signOff.approvers) {
    const { approvers } = other.signOff
    throw new AppError('plan.fewer-approvers', {
      details: { environment: name, approvers, nearest: own.signOff.approvers },
    })
  }
  if (own.signOff.notBy !== undefined && other.signOff.notBy === undefined) {
    throw new AppError('plan.starter-signs', { details: { environment: name } })
  }
  const floor = floorOf({ total, isProtected: true, maxUnavailable: own.maxUnavailable })
  const lower = floorOf({ total, isProtected: true, maxUnavailable: other.maxUnavailable })
  if (lower >= floor) return
  const asked = other.maxUnavailable ? formatAmount(other.maxUnavailable) : 'left out'
  const nearest = total - floor
  throw new AppError('plan.lower-floor', { details: { environment: name, asked, floor, lower, total, nearest } })
}

type Resolved = ReturnType<typeof resolveStrategy>
