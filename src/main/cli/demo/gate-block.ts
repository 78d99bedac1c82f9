import { isAutomatic, type ChecklistItem } from '../../../shared/domain/checklist'
import { gateTemplate } from '../../../shared/domain/decide-gate'
import { describeGate } from '../../../shared/domain/gate'
import type { GateState, RolloutState } from '../../../shared/domain/rollout-state'
import type { Colors } from '../cli'
import { pad } from '../views/fit'
import { oneLine } from '../views/progress-line'

/** Beyond this an item's evidence stands below it. */
const widestAsk = 58

type Look = {
  readonly colors: Colors
  /** Reasons that were told at an earlier gate; added to. */
  readonly toldWhys: Set<string>
}

/** A gate with its items, the answers or the evidence of each, and who signed it. */
export function gateBlock(state: RolloutState, gate: GateState, { colors, toldWhys }: Look): string[] {
  const items = gateTemplate(state, gate.id)?.items ?? []
  const width = Math.min(widestAsk, Math.max(0, ...items.map(({ ask }) => ask.length)))
  return [
    '',
    `${colors.bold(`Gate ${describeGate(gate.id)}`)}`,
    ...items.flatMap((item) => [itemLine(item, gate, width, colors), ...whyLine(item, toldWhys, colors)]),
    ...gate.signOffs.map(({ by }) => `  ${colors.cyan('✎')} signed by ${colors.bold(by)}`),
  ]
}

function itemLine(item: ChecklistItem, gate: GateState, width: number, colors: Colors): string {
  return `  ${markOf(item, gate, colors)} ${pad(item.ask, width)}  ${colors.dim(detailOf(item, gate))}`.trimEnd()
}

function markOf(item: ChecklistItem, gate: GateState, colors: Colors): string {
  if (gate.waivers[item.id]) return colors.yellow('≈')
  const holds = isAutomatic(item) ? gate.checks[item.id]?.holds : gate.answers[item.id] && true
  if (holds === undefined) return colors.dim('☐')
  return holds ? colors.green('✓') : colors.red('✗')
}

/** An answer with its author, or what the console saw. */
function detailOf({ id }: ChecklistItem, { answers, checks }: GateState): string {
  const answer = answers[id]
  if (answer) return `${answer.answer === true ? 'yes' : oneLine(answer.answer)}, says ${answer.by}`
  return oneLine(checks[id]?.evidence ?? '')
}

/** Why an item exists, the first time it is met. */
function whyLine({ why }: ChecklistItem, toldWhys: Set<string>, colors: Colors): string[] {
  if (why === undefined || toldWhys.has(why)) return []
  toldWhys.add(why)
  return [colors.dim(`      why: ${oneLine(why)}`)]
}
