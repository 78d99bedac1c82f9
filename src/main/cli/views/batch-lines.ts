import { describeGate } from '../../../shared/domain/gate'
import { hostsOfBatch, type RolloutState } from '../../../shared/domain/rollout-state'
import type { Station } from '../../../shared/domain/station'
import { formatDuration, formatDurationSpec } from '../../../shared/util/duration'
import type { Colors } from '../cli'
import { pad, type Piece } from './fit'
import { hostGlyphs } from './host-glyphs'
import { batchName, countOf } from './words'

export type ScreenSize = { readonly columns: number; readonly rows: number }
type Look = { readonly nowMs: number; readonly columns: number; readonly colors: Colors }

/** Room for the name of a batch and for what stands right of its hosts. */
const nameColumns = 14
const noteColumns = 22

/**
 * The stations of a rollout: a line for each batch, with a line for the gate, soak or pause that is now. When there are
 * more than `most`, those far from the current one are summed up. Pure.
 */
export function stationLines(state: RolloutState, most: number, look: Look): Piece[][] {
  const lines = state.stations.flatMap((station, position): { position: number; pieces: Piece[] }[] => {
    if (station.kind === 'batch') return [{ position, pieces: batchLine(state, station.batch, look) }]
    return position === state.position && !state.result ? [{ position, pieces: waitLine(state, station, look) }] : []
  })
  if (lines.length <= most) return lines.map(({ pieces }) => pieces)
  const current = Math.max(
    0,
    lines.findIndex(({ position }) => position >= state.position),
  )
  const room = Math.max(1, most - 2)
  const from = Math.min(Math.max(0, current - Math.floor(room / 3)), lines.length - room)
  const { dim } = look.colors
  const note = (count: number, what: string): Piece[][] =>
    count > 0 ? [[{ text: `  … ${countOf(count, 'line')} ${what}`, paint: dim }]] : []
  return [
    ...note(from, 'above'),
    ...lines.slice(from, from + room).map(({ pieces }) => pieces),
    ...note(lines.length - from - room, 'below'),
  ]
}

function batchLine(state: RolloutState, batch: number, look: Look): Piece[] {
  const hosts = hostsOfBatch(state, batch)
  const { startedAtMs, finishedAtMs } = state.batches[batch] ?? {}
  const name = batchName(batch).replace('canary batch', 'canary')
  const isNow = startedAtMs !== undefined && finishedAtMs === undefined
  const width = Math.max(10, look.columns - nameColumns - noteColumns)
  const glyphs = hostGlyphs(hosts, width, look.colors)
  const plain = glyphs.reduce((sum, piece) => sum + (typeof piece === 'string' ? piece : piece.text).length, 0)
  const time = startedAtMs === undefined ? '' : `  ${formatDuration((finishedAtMs ?? look.nowMs) - startedAtMs)}`
  const done = hosts.filter(({ status }) => status === 'succeeded' || status === 'skipped').length
  const note = startedAtMs === undefined ? countOf(hosts.length, 'host') : `${done}/${hosts.length}${time}`
  return [
    { text: pad(`${isNow ? '›' : ' '} ${name}`, nameColumns), paint: isNow ? look.colors.bold : (text) => text },
    ...glyphs,
    ' '.repeat(Math.max(2, width - plain + 2)),
    { text: note, paint: look.colors.dim },
  ]
}

function waitLine(state: RolloutState, station: Exclude<Station, { kind: 'batch' }>, look: Look): Piece[] {
  const { colors, nowMs } = look
  const name = { text: pad(`› ${station.kind}`, nameColumns), paint: colors.bold }
  if (station.kind === 'gate') return [name, { text: `✋ ${describeGate(station.gate)}`, paint: colors.yellow }]
  const leftMs = Math.max(0, (state.untilMs ?? nowMs + station.durationMs) - nowMs)
  const left = leftMs < 10_000 ? `${Math.ceil(leftMs / 1_000)}s` : formatDuration(leftMs)
  return [name, { text: `⏳ ${left} of ${formatDurationSpec(station.durationMs)} left`, paint: colors.cyan }]
}
