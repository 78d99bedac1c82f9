import { describeGate } from '../../../shared/domain/gate'
import { describeDebtKind, stepNames, type StepName } from '../../../shared/domain/lifecycle'
import type { SettlingState } from '../../../shared/domain/rollout-state'
import type { GateView, RolloutView } from '../../../shared/domain/rollout-view'
import { formatDuration } from '../../../shared/util/duration'
import type { Colors } from '../cli'
import { recoveryLines } from '../recovery-lines'
import { oneLine } from './progress-line'
import { tableLines } from './table'
import { batchName, countOf, dayAndTime, outcomeWords, tally } from './words'

type Look = { readonly colors: Colors; readonly nowMs: number }
type HostView = RolloutView['batches'][number]['hosts'][number] & { readonly batch: number }

/** Failed hosts come first, then those on their way; within that, by batch. */
const urgency = ['failed', 'undoing', 'running', 'resting', 'pending', 'excluded', 'skipped', 'succeeded']

/** A rollout on one page, for people. Pure. */
export function summaryLines(view: RolloutView, look: Look): string[] {
  return [
    ...headLines(view, look),
    '',
    ...batchLines(view, look),
    '',
    ...hostLines(view, look),
    '',
    ...gateLines(view.gates, look),
    ...debtLines(view, look),
  ]
}

function headLines(view: RolloutView, { colors, nowMs }: Look): string[] {
  const { rollout, app, version, environment, position, startedBy, createdAtMs, finishedAtMs } = view
  const kind = view.rollsBack === undefined ? '' : ` (rolls back ${view.rollsBack})`
  const took = formatDuration((finishedAtMs ?? nowMs) - createdAtMs)
  const usual = view.expectedMs === undefined ? '' : ` (usually ${formatDuration(view.expectedMs)})`
  const paint = view.result === 'succeeded' ? colors.green : view.result === undefined ? colors.cyan : colors.red
  return [
    `${colors.bold(`${app} ${version}`)} · ${environment} · ${rollout}${kind}`,
    `${paint(oneLine(position))} · ${dayAndTime(createdAtMs)}, ${took}${usual}, started by ${startedBy}`,
    `${view.serving} of ${view.hosts} serving, floor ${view.floor}, lowest ${view.lowestServing}`,
    ...(view.rolledBackBy === undefined ? [] : [`rolled back by ${view.rolledBackBy}`]),
    ...view.warnings.map(({ message }) => `${colors.yellow('!')} ${message}`),
    ...recoveryLines(view),
  ]
}

function batchLines({ batches }: RolloutView, { colors, nowMs }: Look): string[] {
  const rows = batches.map(({ index, state, hosts, startedAtMs, finishedAtMs }) => [
    batchName(index),
    hosts.length,
    state,
    tally(
      hosts.map((host) => host.state),
      outcomeWords,
    ),
    startedAtMs === undefined ? undefined : formatDuration((finishedAtMs ?? nowMs) - startedAtMs),
  ])
  return tableLines(['batch', 'hosts', 'state', 'outcome', 'took'], rows, colors)
}

function hostLines({ batches }: RolloutView, { colors }: Look): string[] {
  const hosts: HostView[] = batches.flatMap(({ index, hosts: list }) => list.map((host) => ({ ...host, batch: index })))
  const rows = hosts
    .toSorted((a, b) => urgency.indexOf(a.state) - urgency.indexOf(b.state))
    .map((host) => [
      host.name,
      batchName(host.batch).replace(' batch', ''),
      paintState(host.state, colors),
      stepOf(host),
      host.versionBefore,
      host.versionAfter,
      `${host.isServing ? '' : 'out of traffic '}${host.isMuted ? 'muted' : ''}`.trim(),
      host.failure?.reason ?? host.excludedBecause,
    ])
  return tableLines(['host', 'batch', 'state', 'step', 'before', 'after', 'traffic', 'why'], rows, colors)
}

const paintState = (state: string, colors: Colors): string =>
  state === 'failed' ? colors.red(state) : state === 'succeeded' || state === 'skipped' ? colors.green(state) : state

/** Which step, and how often it was tried when that was more than once. */
function stepOf({ state, step, steps, failure }: HostView): string | undefined {
  const name: StepName | undefined = failure?.step ?? step
  if (name === undefined || state === 'succeeded' || state === 'skipped') return undefined
  const { attempts = 1 } = steps[stepNames.indexOf(name)] ?? {}
  return `${name} ${stepNames.indexOf(name) + 1}/${stepNames.length}${attempts > 1 ? ` ×${attempts}` : ''}`
}

function gateLines(gates: RolloutView['gates'], look: Look): string[] {
  return gates.flatMap((gate) => (gate === undefined || gate.state === 'ahead' ? [] : gateBlock(gate, look)))
}

function gateBlock({ gate, state, items, signOffs }: GateView, { colors }: Look): string[] {
  const title = `Gate ${describeGate(gate)}: ${state === 'open' ? colors.green('open') : colors.yellow('waiting')}`
  return [
    title,
    ...signOffs.map(({ by, atMs }) => `  signed by ${by}, ${dayAndTime(atMs)}`),
    ...items.map((item) => `  ${itemLine(item, colors)}`),
  ]
}

function itemLine({ id, ask, answer, waiver, check, open }: GateView['items'][number], colors: Colors): string {
  const name = `${ask} ${colors.dim(`[${id}]`)}`
  if (waiver) return `${colors.yellow('≈')} ${name} waived by ${waiver.by}: ${oneLine(waiver.reason)}`
  if (answer)
    return `${colors.green('✓')} ${name} ${answer.answer === true ? '' : `${oneLine(answer.answer)}, `}by ${answer.by}`
  const mark = check === undefined ? '☐' : check.holds ? colors.green('✓') : colors.red('✗')
  const why = check?.evidence ?? open
  return `${mark} ${name}${why === undefined ? '' : ` ${colors.dim(oneLine(why))}`}`
}

function debtLines({ debts }: RolloutView, { colors }: Look): string[] {
  const open = debts.filter(({ settledAtMs }) => settledAtMs === undefined)
  if (open.length === 0) return []
  return [
    '',
    colors.yellow(`Still owed: ${countOf(open.length, 'debt')}`),
    ...open.flatMap(({ id, host, kind, recordedAtMs, settling }) => [
      `  ${host} ${describeDebtKind(kind)} since ${dayAndTime(recordedAtMs)}  ${colors.dim(id)}`,
      ...(settling ? [`    ${describeSettling(settling)}`] : []),
    ]),
  ]
}

const describeSettling = ({ by, atMs, problem }: SettlingState): string =>
  problem === undefined
    ? `${by} began to settle it on ${dayAndTime(atMs)}; how that ended is not known yet`
    : `not settled on ${dayAndTime(atMs)} by ${by}: ${oneLine(problem)}`
