import { describePosition } from '../../../shared/domain/decide-gate'
import { hostsInFlight, hostsOfBatch, type RolloutState } from '../../../shared/domain/rollout-state'
import { stepNames } from '../../../shared/domain/lifecycle'
import type { Colors } from '../cli'
import { paintLine, type Piece } from '../views/fit'
import { hostGlyphs } from '../views/host-glyphs'
import { oneLine } from '../views/progress-line'

export type LiveNumbers = {
  readonly nowMs: number
  readonly columns: number
  readonly colors: Colors
  readonly inTraffic: number
  readonly ratePerSecond: number
  readonly served: number
  readonly failed: number
}

const barColumns = 24

/** What goes on right now, in two lines that fit the terminal: the hosts on their way, and the traffic. Pure. */
export function liveBlock(state: RolloutState, numbers: LiveNumbers): string[] {
  const { columns } = numbers
  // the last column stays free: some terminals wrap when it is written
  return ['', ...[nowLine(state, numbers), trafficLine(state, numbers)].map((line) => paintLine(line, columns - 1))]
}

function nowLine(state: RolloutState, { nowMs, colors }: LiveNumbers): Piece[] {
  const station = state.stations[state.position]
  const { dim, cyan } = colors
  if (station?.kind === 'batch') {
    const flying = hostsInFlight(state)
    const steps = stepNames.flatMap((step) => {
      const count = flying.filter((host) => host.step === step).length
      return count > 0 ? [`${step} ${count}`] : []
    })
    const glyphs = hostGlyphs(hostsOfBatch(state, station.batch), barColumns, colors)
    return ['  ', ...glyphs, '  ', { text: steps.join(' · '), paint: cyan }]
  }
  const left = state.untilMs === undefined ? '' : `, ${Math.max(0, Math.ceil((state.untilMs - nowMs) / 1_000))}s left`
  return ['  ', { text: oneLine(describePosition(state)), paint: cyan }, { text: left, paint: dim }]
}

function trafficLine(state: RolloutState, numbers: LiveNumbers): Piece[] {
  const { inTraffic, ratePerSecond, served, failed, colors } = numbers
  const { hosts, floor } = state.settings.plan
  const cell = (count: number) => Math.round((barColumns * count) / Math.max(1, hosts))
  const mark = Math.min(barColumns - 1, cell(floor))
  const bar = Array.from({ length: barColumns }, (_, i) => (i === mark ? '│' : i < cell(inTraffic) ? '█' : '░')).join(
    '',
  )
  const paint = inTraffic < floor ? colors.red : inTraffic === floor ? colors.yellow : colors.green
  return [
    '  ',
    { text: bar, paint },
    `  ${inTraffic} of ${hosts} in traffic, floor ${floor} · ${ratePerSecond} requests/s · `,
    { text: `${failed} failed`, paint: failed > 0 ? colors.red : colors.green },
    { text: ` of ${served + failed}`, paint: colors.dim },
  ]
}
