import { describePosition } from '../../../shared/domain/decide-gate'
import { stepIndex, stepNames } from '../../../shared/domain/lifecycle'
import {
  hostsInFlight,
  openDebts,
  servingOf,
  type HostState,
  type RolloutState,
} from '../../../shared/domain/rollout-state'
import { formatDuration } from '../../../shared/util/duration'
import type { Colors } from '../cli'
import { failuresOf } from '../follow-end'
import { stationLines } from './batch-lines'
import { cut, pad, paintLine, type Piece } from './fit'
import { expectedRemainingMs } from './expected-time'
import { oneLine } from './progress-line'
import { listNames, versionsOf } from './words'

export type Screen = {
  readonly nowMs: number
  readonly columns: number
  readonly rows: number
  readonly colors: Colors
  /** What such a rollout usually takes, when that is known. */
  readonly expectedMs?: number | undefined
}

const failuresShown = 4
const barColumns = 24

/** The live picture of a rollout, fitting the terminal: head, batches, hosts under way, failures, debts. Pure. */
export function renderRolloutScreen(state: RolloutState, screen: Screen): string {
  const head = headLines(state, screen)
  const trouble = [...failureLines(state, screen), ...debtLine(state, screen)]
  // one row stays free: a terminal that scrolls would flicker
  const room = screen.rows - 1 - head.length - trouble.length
  const flying = hostsInFlight(state)
  const stations = stationLines(state, Math.max(3, room - Math.min(flying.length, 3)), screen)
  const running = runningLines(flying, Math.max(0, room - stations.length), screen)
  const lines = [...head, ...stations, ...running, ...trouble].slice(0, Math.max(1, screen.rows - 1))
  // the last column stays free as well: some terminals wrap when it is written
  return lines.map((line) => paintLine(line, screen.columns - 1)).join('\n')
}

function headLines(state: RolloutState, { colors, nowMs, columns, expectedMs }: Screen): Piece[][] {
  const { settings } = state
  const elapsedMs = (state.finishedAtMs ?? nowMs) - state.createdAtMs
  const leftMs = expectedRemainingMs(state, nowMs)
  const usual = expectedMs === undefined || state.result !== undefined ? '' : `, usually ${formatDuration(expectedMs)}`
  const left = leftMs === undefined ? usual : `, about ${formatDuration(leftMs)} left`
  const time = ` · ${formatDuration(Math.max(0, elapsedMs))} elapsed${left}`
  const position = oneLine(describePosition(state))
  return [
    [
      { text: versionsOf(state), paint: colors.bold },
      ` · ${settings.environment}`,
      { text: ` · ${settings.rollout} · started by ${settings.startedBy}`, paint: colors.dim },
    ],
    [
      {
        // a long reason must not push the time off the line
        text: cut(position.charAt(0).toUpperCase() + position.slice(1), Math.max(20, columns - 1 - time.length)),
        paint: positionPaint(state, colors),
      },
      { text: time, paint: colors.dim },
    ],
    capacityLine(state, colors),
    [],
  ]
}

function positionPaint(state: RolloutState, colors: Colors): (text: string) => string {
  if (state.result) return state.result === 'succeeded' ? colors.green : colors.red
  return state.brake || state.revoking ? colors.yellow : colors.cyan
}

/** Serving hosts as a bar with the floor in it. */
function capacityLine(state: RolloutState, colors: Colors): Piece[] {
  const { hosts, floor } = state.settings.plan
  const serving = servingOf(state)
  const cell = (count: number) => Math.round((barColumns * count) / Math.max(1, hosts))
  const full = cell(serving)
  const mark = Math.min(barColumns - 1, cell(floor))
  const bar = Array.from({ length: barColumns }, (_, i) => (i === mark && floor > 0 ? '│' : i < full ? '█' : '░')).join(
    '',
  )
  const paint = serving < floor ? colors.red : serving === floor ? colors.yellow : colors.green
  return ['Serving ', { text: bar, paint }, ` ${serving}/${hosts}, floor ${floor}`]
}

function runningLines(flying: readonly HostState[], most: number, { nowMs, colors }: Screen): Piece[][] {
  if (flying.length === 0 || most < 2) return []
  const isAll = flying.length <= most - 1
  const shown = flying.slice(0, isAll ? flying.length : most - 2)
  const width = Math.min(24, Math.max(...shown.map(({ name }) => name.length), 0))
  const rest = flying.slice(shown.length)
  return [
    [],
    ...shown.map((host) => runningLine(host, width, nowMs, colors)),
    ...(rest.length > 0 ? [[{ text: `  … and ${rest.length} more`, paint: colors.dim }]] : []),
  ]
}

function runningLine(host: HostState, width: number, nowMs: number, colors: Colors): Piece[] {
  const { step } = host
  if (!step) return [`  ${host.name}`]
  const { startedAtMs, attempts, tries, notBeforeMs } = host.steps[step]
  const waitsMs = notBeforeMs === undefined ? 0 : notBeforeMs - nowMs
  const time =
    waitsMs > 0 ? `again in ${formatDuration(waitsMs)}` : formatDuration(Math.max(0, nowMs - (startedAtMs ?? nowMs)))
  const undo = host.status === 'undoing' ? ' (going back)' : ''
  const attempt = tries > 1 ? `, attempt ${attempts}` : ''
  return [
    `  ${pad(host.name, width)}  `,
    { text: pad(`${step} ${stepIndex(step) + 1}/${stepNames.length}`, 13), paint: colors.cyan },
    { text: ` ${time}${attempt}${undo}`, paint: colors.dim },
  ]
}

function failureLines(state: RolloutState, { colors }: Screen): Piece[][] {
  const failures = failuresOf(state)
  const shown = failures.slice(0, failuresShown)
  return [
    ...shown.map(({ host, step, reason }): Piece[] => [
      { text: `  ✗ ${host} ${step}: `, paint: colors.red },
      oneLine(reason),
    ]),
    ...(failures.length > shown.length ? [[`  … and ${failures.length - shown.length} more failed`]] : []),
  ]
}

function debtLine(state: RolloutState, { colors }: Screen): Piece[][] {
  const open = openDebts(state)
  if (open.length === 0) return []
  const of = (wanted: string) => open.filter(({ kind }) => kind === wanted).map(({ host }) => host)
  const out = of('drain')
  const muted = of('mute')
  const parts = [
    ...(out.length > 0 ? [`${out.length} out of traffic`] : []),
    ...(muted.length > 0 ? [`${muted.length} muted`] : []),
  ]
  return [
    [
      {
        text: `  Owed: ${parts.join(', ')} (${listNames([...new Set(open.map(({ host }) => host))], 3)})`,
        paint: colors.dim,
      },
    ],
  ]
}
