/** The nine steps of the host lifecycle, in order. Their index is the number people see ("step 3/9" counts from 1). */
export const stepNames = [
  'precheck',
  'fetch',
  'mute',
  'drain',
  'quiet',
  'restart',
  'verify',
  'admit',
  'unmute',
] as const
export type StepName = (typeof stepNames)[number]

/** Position of a step, 0–8. */
export const stepIndex = (step: StepName): number => stepNames.indexOf(step)

/** Steps after which a brake may leave a host: it serves, or nothing was changed yet (product.md, "Safe points"). */
const safeSteps: ReadonlySet<StepName> = new Set(['precheck', 'fetch', 'admit', 'unmute'])
export const isSafePointAfter = (step: StepName): boolean => safeSteps.has(step)

/** The step after this one, or undefined after the last. */
export const stepAfter = (step: StepName): StepName | undefined => stepNames[stepIndex(step) + 1]

/** Which step reverses an effect that leaves an undo debt. */
export const debtSteps = { mute: 'unmute', drain: 'admit' } as const
export type DebtKind = keyof typeof debtSteps
/** What such a debt means for its host, in words of English. Pure. */
export const describeDebtKind = (kind: DebtKind): string => (kind === 'mute' ? 'muted' : 'out of traffic')
export const isDebtStep = (step: StepName): step is DebtKind => step in debtSteps

/** The name of what runs on a host when a debt of it is settled beside the steps of the rollout; `attempt` as in the journal. Pure. */
export const settlingLabel = (step: StepName, attempt: number): string => `${step}.settle-${attempt}`

/** Attempts are counted from 1; one that settles a debt has the moment it began as its number. No count comes near the year 2001. */
const firstMomentMs = 1_000_000_000_000

/** When an attempt to settle a debt began, UTC milliseconds; undefined for an attempt of the rollout itself. Pure. */
export const settlingAtMs = (attempt: number): number | undefined => (attempt >= firstMomentMs ? attempt : undefined)

/** The name of an attempt, as its run directory has it: `restart.2`, `admit.settle-1795719119060`. Pure. */
export const attemptLabel = (step: StepName, attempt: number): string =>
  settlingAtMs(attempt) === undefined ? `${step}.${attempt}` : settlingLabel(step, attempt)

/** The attempt in the name of one that settles a debt, UTC milliseconds; undefined for the name of a step of the rollout. Pure. */
export function settlingAttemptOf(label: string): number | undefined {
  const [, attempt] = /^[a-z]+\.settle-(\d+)$/.exec(label) ?? []
  return attempt === undefined ? undefined : Number(attempt)
}

/** The effect whose debt this step settles, or undefined. */
export function settledBy(step: StepName): DebtKind | undefined {
  if (step === 'admit') return 'drain'
  return step === 'unmute' ? 'mute' : undefined
}
