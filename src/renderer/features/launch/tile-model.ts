import { stepIndex, stepNames } from '../../../shared/domain/lifecycle'
import type { HostState } from '../../../shared/domain/rollout-state'

/** The shape drawn on a tile: every state has its own. */
export type TileShape = 'hollow' | 'filling' | 'undoing' | 'pause' | 'check' | 'cross' | 'hatch'

export type TileView = {
  readonly shape: TileShape
  /** How full the square is, 0–1; only while it fills. */
  readonly fill: number
  readonly isOut: boolean
  readonly isMuted: boolean
}

const shapes: Readonly<Record<HostState['status'], TileShape>> = {
  pending: 'hollow',
  running: 'filling',
  undoing: 'undoing',
  resting: 'pause',
  succeeded: 'check',
  failed: 'cross',
  skipped: 'hatch',
  excluded: 'hatch',
}

/** What a tile shows of its host. Pure. */
export function tileOf({ status, step, isServing, isMuted }: HostState): TileView {
  const done = step === undefined ? 0 : stepIndex(step) + 1
  return { shape: shapes[status], fill: status === 'running' ? done / stepNames.length : 0, isOut: !isServing, isMuted }
}

/** Pixels of a tile's side: all lanes of a thousand hosts stay in sight. `named`: with the host's name beside it. */
export type TileSize = 'named' | 24 | 20 | 16 | 12

/** One size for all lanes, by the number of hosts. Pure. */
export function tileSizeFor(hosts: number): TileSize {
  if (hosts <= 36) return 'named'
  if (hosts <= 72) return 24
  if (hosts <= 200) return 20
  return hosts <= 480 ? 16 : 12
}

/** The host so many places further on, round about; the first one when nowhere. Pure. */
export function moveFocus(names: readonly string[], from: string | undefined, by: number): string | undefined {
  const at = from === undefined ? -1 : names.indexOf(from)
  if (names.length === 0) return undefined
  if (at < 0) return by > 0 ? names[0] : names.at(-1)
  return names[(at + by + names.length) % names.length]
}
