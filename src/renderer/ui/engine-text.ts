import i18next from 'i18next'
import { builtInChecks, type ChecklistItem } from '../../shared/domain/checklist'
import type { OpenItem } from '../../shared/domain/decide-gate'
import type { PlanWarning } from '../../shared/domain/plan'
import type { BrakeCause } from '../../shared/domain/rollout-event'
import type { RolloutState } from '../../shared/domain/rollout-state'
import type { RolloutPhase } from '../../shared/domain/rollout-view'
import { formatList } from './format'
import { warningSentences, type HostNames } from './warning-sentences'

/*
 * What the engine says by id or code, in the language of the page. What people wrote, and evidence that was recorded, stay
 * as they are. Not pure: the chosen language is read, so a component that shows these calls `useTranslation` as well.
 */
const engine = () => i18next.getFixedT(null, 'engine')
const common = () => i18next.getFixedT(null, 'common')

/** The sentence beside an item: of a built-in one in the language of the page, of any other as it was written. */
export function itemAsk(item: Pick<ChecklistItem, 'id' | 'kind' | 'ask'>): string {
  if (item.kind === 'tick' && item.id === 'capacity-acknowledged') return engine()('item.capacity-acknowledged.ask')
  const check = item.kind === 'builtin' ? builtInChecks.find((name) => name === item.id) : undefined
  return check === undefined ? item.ask : engine()(`item.${check}.ask`)
}

/** Why an item is there. `warnings` of the plan: one of them is the reason of the acknowledgement it asks for. */
export function itemWhy(
  item: Pick<ChecklistItem, 'id' | 'kind' | 'why'>,
  warnings: readonly PlanWarning[] = [],
): string | undefined {
  if (item.kind === 'tick' && item.id === 'capacity-acknowledged') {
    const warning = warnings.find(({ code }) => code === 'low-capacity')
    return warning === undefined ? item.why : warningText(warning)
  }
  const check = item.kind === 'builtin' ? builtInChecks.find((name) => name === item.id) : undefined
  return check === undefined ? item.why : engine()(`item.${check}.why`)
}

/** Why an item keeps its gate shut; the evidence of a check that fails stays as it was recorded. */
export const openItemText = ({ because, why }: Pick<OpenItem, 'because' | 'why'>): string =>
  because === 'failing' && why !== 'does not hold' ? why : engine()(`open.${because}`)

/** A plan's warning. One from an old journal, or with a code that is not known here, is shown as the engine wrote it. */
export function warningText({ code, message, details }: PlanWarning): string {
  const make = Object.hasOwn(warningSentences, code) ? warningSentences[code] : undefined
  return make === undefined || details === undefined ? message : make(details, engine(), hostsText)
}

function hostsText({ names, more }: HostNames): string {
  return more > 0 ? engine()('hostsAndMore', { hosts: formatList(names), count: more }) : formatList(names)
}

/** A gate by its id: `before-batch-3` is "Before batch 3". An id that is not known is shown as it is. */
export function gateText(id: string): string {
  const [, position = '', batch] = /^([a-z-]+?)(?:-(\d+))?$/.exec(id) ?? []
  const key = gatePositions.find((name) => name === position)
  return key === undefined ? id : common()(`gate.${key}`, { batch: batch ?? '?' })
}

const gatePositions = [
  'before-launch',
  'before-canary',
  'after-soak',
  'before-batch',
  'before-closing',
  'before-rollback',
] as const

const hostStatuses = ['pending', 'running', 'undoing', 'resting', 'succeeded', 'failed', 'skipped', 'excluded'] as const
const results = ['succeeded', 'failed', 'revoked'] as const

/** A host's status by its name; a word that is none is shown as it is. */
export function hostStatusText(word: string): string {
  const status = hostStatuses.find((name) => name === word)
  return status === undefined ? word : common()(`hostStatus.${status}`)
}

/** A rollout's result by its name; a word that is none is shown as it is. */
export function resultText(word: string): string {
  const result = results.find((name) => name === word)
  return result === undefined ? word : common()(`result.${result}`)
}

/** A batch by its index, inside a sentence: "the canary batch", "batch 3". */
const batchText = (batch: number): string =>
  batch === 0 ? engine()('position.canary') : engine()('position.numbered', { index: batch })

/** Where a rollout stands, in a few words. */
export function positionText(state: RolloutState): string {
  const station = state.stations[state.position]
  if (state.result) return common()(`result.${state.result}`)
  if (state.revoking) return engine()('position.revoking')
  if (state.brake) return engine()('position.braked', { reason: state.brake.reason })
  if (!station) return engine()('position.closing')
  if (station.kind === 'gate') return engine()('position.waiting', { gate: gateText(station.gate) })
  return engine()(`position.${station.kind}`, { batch: batchText(station.batch) })
}

/** What the board knows of a rollout in progress. */
export type RolloutLine = {
  readonly phase: RolloutPhase
  readonly position: string
  readonly batch?: number | undefined
  readonly gate?: string | undefined
  readonly brakeReason?: string | undefined
}

const movingPhases = { running: 'batch', soaking: 'soak', pausing: 'pause' } as const

/** Where a rollout in progress stands, from its one line of the board. */
export function linePositionText({ phase, batch, gate, brakeReason }: RolloutLine): string {
  switch (phase) {
    case 'braked':
      return engine()('position.braked', { reason: brakeReason ?? '' })
    case 'waiting':
      return gate === undefined ? common()('phase.waiting') : engine()('position.waiting', { gate: gateText(gate) })
    case 'running':
    case 'soaking':
    case 'pausing':
      return batch === undefined
        ? common()(`phase.${phase}`)
        : engine()(`position.${movingPhases[phase]}`, { batch: batchText(batch) })
    case 'revoking':
    case 'succeeded':
    case 'failed':
    case 'revoked':
      return common()(`phase.${phase}`)
  }
}

/** Why the brake is on; the reason recorded beside it says which hosts. */
export const brakeCauseText = (cause: BrakeCause): string => engine()(`brake.${cause}`)

/** What kind of failure a step had, in a few words; undefined for a code that is not known. */
export function failureHeadline(code: string): string | undefined {
  const t = engine()
  if (i18next.exists(`failure.step.${code.replace(/^step\./, '')}`, { ns: 'engine' }) && code.startsWith('step.')) {
    return t(`failure.${code as 'step.failed'}`)
  }
  const area = areas.find((name) => code.startsWith(`${name}.`))
  if (area !== undefined) return t(`failure.area.${area}`)
  return code === 'internal.bug' ? t('failure.area.bug') : undefined
}

const areas = ['ssh', 'remote', 'spec', 'secret'] as const

/** Why a step failed: what kind of failure it was, and the recorded reason as it is. */
export function stepFailureText(code: string, reason: string): string {
  const headline = failureHeadline(code)
  if (headline === undefined || reason === '') return headline ?? reason
  return engine()('failed', { headline, reason })
}
