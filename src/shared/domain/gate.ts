import type { GatesSpec } from './app-spec'
import type { BuiltInCheck, ChecklistItem } from './checklist'
import { asGateId, type GateId } from './ids'
import type { Plan } from './plan'
import type { RolloutType } from './rollout-settings'

/** Where in a rollout a gate stands. */
export type GatePosition =
  'before-launch' | 'before-canary' | 'after-soak' | 'before-batch' | 'before-closing' | 'before-rollback'

/** A gate of one rollout with its checklist. `batch` is the batch it lets start, or that soaked. */
export type GateTemplate = {
  readonly id: GateId
  readonly position: GatePosition
  readonly batch?: number
  readonly items: readonly ChecklistItem[]
}

/** The sentence beside a built-in item, and why it is there. */
const builtIns: Readonly<Record<BuiltInCheck, { ask: string; why: string }>> = {
  'previous-batch-healthy': {
    ask: 'The hosts released so far are healthy',
    why: 'A bad release shows on the hosts that already run it.',
  },
  floor: { ask: 'Taking this batch out keeps the floor', why: 'Hosts may have failed since the plan was made.' },
  'no-open-debts': {
    ask: 'No host is left muted or out of traffic',
    why: 'What was switched off for the release must be switched on again.',
  },
  'package-staged': {
    ask: 'The package is staged on every host of this batch',
    why: 'A download that fails should fail before a host is taken out.',
  },
  'all-hosts-done': {
    ask: 'Every host runs the new version or was excluded',
    why: 'A fleet on two versions fails in ways nobody has tested.',
  },
  'rollback-targets-present': {
    ask: 'The version to go back to is on every host',
    why: 'Nothing is taken out before it is certain what can be put back.',
  },
}

const builtIn = (check: BuiltInCheck): ChecklistItem => ({
  kind: 'builtin',
  id: check,
  check,
  ...builtIns[check],
  blocking: true,
  waivableBy: 'anyone',
  timeout: 60_000,
})

/**
 * The gates of a rollout in their order, each with the items the environment names and the built-in ones of its place.
 *
 * Pure. A protected environment has all five kinds unless one is switched off; another has the gate before launch, one
 * before each batch, and those it names. A rollback has one gate. An item the environment names itself is not doubled.
 */
export function gatesOf(spec: GatesSpec, isProtected: boolean, type: RolloutType, plan: Plan): GateTemplate[] {
  if (type === 'rollback') {
    return [gate('before-rollback', spec.beforeRollback ?? [], ['rollback-targets-present'])]
  }
  const hasCanary = plan.batches.some((batch) => batch.kind === 'canary')
  const gates: GateTemplate[] = [gate('before-launch', [...acknowledgements(plan), ...(spec.beforeLaunch ?? [])], [])]
  const optional = (items: readonly ChecklistItem[] | 'off' | undefined) =>
    items === 'off' || (items === undefined && !isProtected) ? undefined : (items ?? [])
  const canaryItems = optional(spec.beforeCanary)
  if (hasCanary && canaryItems) gates.push(gate('before-canary', canaryItems, ['floor'], 0))
  const soakItems = optional(spec.afterSoak)
  if (hasCanary && soakItems) gates.push(gate('after-soak', soakItems, ['previous-batch-healthy'], 0))
  for (const batch of plan.batches.filter(({ kind }) => kind === 'batch')) {
    const isFirst = batch === plan.batches[0]
    gates.push(
      gate(
        'before-batch',
        spec.beforeBatch ?? [],
        isFirst ? ['floor'] : ['previous-batch-healthy', 'floor'],
        batch.index,
      ),
    )
  }
  const closingItems = optional(spec.beforeClosing)
  if (closingItems) gates.push(gate('before-closing', closingItems, ['all-hosts-done', 'no-open-debts']))
  return gates
}

function gate(
  position: GatePosition,
  items: readonly ChecklistItem[],
  checks: readonly BuiltInCheck[],
  batch?: number,
): GateTemplate {
  const named = new Set(items.flatMap((item) => (item.kind === 'builtin' ? [item.check] : [])))
  const id = asGateId(position === 'before-batch' ? `before-batch-${batch}` : position)
  const all = [...checks.filter((check) => !named.has(check)).map(builtIn), ...items]
  return { id, position, ...(batch === undefined ? {} : { batch }), items: all }
}

/** Warnings that a person must take note of before anything starts (product.md, "Plans": N ≤ 2). */
function acknowledgements(plan: Plan): ChecklistItem[] {
  return plan.warnings
    .filter(({ code }) => code === 'low-capacity')
    .map(({ message }) => ({
      kind: 'tick',
      id: 'capacity-acknowledged',
      ask: 'I know how little capacity is left',
      why: message,
      blocking: true,
      waivableBy: 'nobody',
    }))
}

/** A gate's name for people: `before batch 2`. Pure. */
export const describeGate = (id: GateId): string => id.replaceAll('-', ' ')
