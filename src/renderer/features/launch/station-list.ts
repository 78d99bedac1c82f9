import type { GateId } from '../../../shared/domain/ids'
import type { RolloutState } from '../../../shared/domain/rollout-state'
import type { Station } from '../../../shared/domain/station'

export type Progress = 'done' | 'current' | 'ahead'

/** One stop, with where it stands. */
export type StopView = Station & { readonly progress: Progress }

/** Stops that belong together: a gate on its own, or a batch with its gate, its soak and its pause. */
export type StopGroup = {
  readonly key: string
  /** Undefined for a gate that belongs to no batch. */
  readonly batch: number | undefined
  readonly progress: Progress
  readonly stops: readonly StopView[]
  /** Who let its gates open, in order, each once. */
  readonly signedBy: readonly string[]
  readonly startedAtMs: number | undefined
  readonly finishedAtMs: number | undefined
}

/** What the stops depend on. */
type StopsState = Pick<RolloutState, 'settings' | 'stations' | 'position' | 'result' | 'gates' | 'batches'>

/** The stops of a rollout, grouped by batch, in order. Pure. */
export function groupStops(state: StopsState): StopGroup[] {
  const groups: { key: string; batch: number | undefined; stops: StopView[] }[] = []
  for (const [index, station] of state.stations.entries()) {
    const stop = { ...station, progress: progressOf(state, index) }
    const batch = batchOf(state, station)
    const last = groups.at(-1)
    if (last && batch !== undefined && last.batch === batch) last.stops.push(stop)
    else groups.push({ key: batch === undefined ? gateKey(station) : `batch-${batch}`, batch, stops: [stop] })
  }
  return groups.map((group) => ({ ...group, ...measure(state, group.stops), progress: progressOfAll(group.stops) }))
}

function progressOf({ position, result }: StopsState, index: number): Progress {
  if (index < position) return 'done'
  return index === position && result === undefined ? 'current' : 'ahead'
}

function progressOfAll(stops: readonly StopView[]): Progress {
  if (stops.every(({ progress }) => progress === 'done')) return 'done'
  return stops.every(({ progress }) => progress === 'ahead') ? 'ahead' : 'current'
}

function batchOf({ settings }: StopsState, station: Station): number | undefined {
  return station.kind === 'gate' ? settings.gates.find(({ id }) => id === station.gate)?.batch : station.batch
}

const gateKey = (station: Station): string => (station.kind === 'gate' ? station.gate : station.kind)

function measure(state: StopsState, stops: readonly StopView[]) {
  const gates = stops.flatMap((stop) => (stop.kind === 'gate' ? (state.gates[stop.gate] ?? []) : []))
  const batch = stops.find((stop) => stop.kind === 'batch')
  const ran = batch?.kind === 'batch' ? state.batches[batch.batch] : undefined
  return {
    signedBy: [...new Set(gates.flatMap(({ signOffs }) => signOffs.map(({ by }) => by)))],
    startedAtMs: ran?.startedAtMs ?? (batch ? undefined : gates[0]?.reachedAtMs),
    finishedAtMs: ran?.finishedAtMs ?? (batch ? undefined : gates[0]?.openedAtMs),
  }
}

/** What comes after a gate; undefined when the rollout ends with it. Pure. */
export function stationAfterGate(state: RolloutState, gate: GateId): Station | undefined {
  const index = state.stations.findIndex((station) => station.kind === 'gate' && station.gate === gate)
  return index < 0 ? undefined : state.stations[index + 1]
}

/** What a list that is too long shows: what is behind, and what lies ahead beyond a few, becomes a count. */
export type ShortList = {
  readonly shown: readonly StopGroup[]
  readonly hiddenDone: readonly StopGroup[]
  readonly hiddenAhead: readonly StopGroup[]
}

/** Around the current one so many stay in sight. */
const shownDone = 4
const shownAhead = 5

/** Leave out what is far behind and far ahead. Pure; nothing is left out for fewer than three. */
export function shortenStops(groups: readonly StopGroup[]): ShortList {
  const here = groups.findIndex(({ progress }) => progress !== 'done')
  const current = here < 0 ? groups.length : here
  const from = current - shownDone > 2 ? current - shownDone : 0
  const to = groups.length - (current + 1 + shownAhead) > 2 ? current + 1 + shownAhead : groups.length
  return { shown: groups.slice(from, to), hiddenDone: groups.slice(0, from), hiddenAhead: groups.slice(to) }
}
