import { isAutomatic, type ChecklistItem } from '../../../shared/domain/checklist'
import { gateTemplate } from '../../../shared/domain/decide-gate'
import type { GateState, RolloutState } from '../../../shared/domain/rollout-state'
import type { Colors } from '../cli'
import { oneLine } from './progress-line'

/** The checklist of a gate: each item with where it stands, its evidence and why it is there. Pure. */
export function checklistLines(state: RolloutState, gate: GateState, colors: Colors): string[] {
  const items = gateTemplate(state, gate.id)?.items ?? []
  if (items.length === 0) return [colors.dim('  nothing to check')]
  return items.flatMap((item) => [
    `  ${standing(item, gate, colors)} ${item.ask} ${colors.dim(`[${item.id}]`)}${detail(item, gate, colors)}`,
    ...(item.why === undefined ? [] : [colors.dim(`      why: ${oneLine(item.why)}`)]),
  ])
}

function standing(item: ChecklistItem, gate: GateState, colors: Colors): string {
  if (gate.waivers[item.id]) return colors.yellow('≈')
  if (!isAutomatic(item)) return gate.answers[item.id] ? colors.green('✓') : '☐'
  const check = gate.checks[item.id]
  if (!check) return colors.dim('…')
  if (check.holds) return colors.green('✓')
  return item.blocking ? colors.red('✗') : colors.yellow('!')
}

function detail(item: ChecklistItem, gate: GateState, colors: Colors): string {
  const waiver = gate.waivers[item.id]
  if (waiver) return `\n      waived by ${waiver.by}: ${oneLine(waiver.reason)}`
  const answer = gate.answers[item.id]
  if (answer) return colors.dim(` ${answer.answer === true ? '' : `${oneLine(answer.answer)}, `}by ${answer.by}`)
  const check = gate.checks[item.id]
  if (check) return `\n      ${colors.dim(oneLine(check.evidence))}`
  if (isAutomatic(item)) return colors.dim(' is checked when the gate is signed')
  return item.blocking ? '' : colors.dim(' (optional)')
}
