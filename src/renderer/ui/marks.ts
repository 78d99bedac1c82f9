import {
  BellOff,
  Check,
  CircleDashed,
  Hand,
  Hourglass,
  Pause,
  Slash,
  Square,
  SquareActivity,
  Undo2,
  X,
  type LucideIcon,
} from 'lucide-react'
import type { HostStatus } from '../../shared/domain/rollout-state'
import type { RolloutPhase } from '../../shared/domain/rollout-view'
import type { Tone } from './tone'

export type Mark = { readonly icon: LucideIcon; readonly tone: Tone }

/** The glyph and tone of every state; each state has a shape of its own, so that colour is never needed to tell them apart. */
export const hostMarks: Readonly<Record<HostStatus, Mark>> = {
  pending: { icon: Square, tone: 'slate' },
  running: { icon: SquareActivity, tone: 'blue' },
  undoing: { icon: Undo2, tone: 'orange' },
  resting: { icon: Pause, tone: 'orange' },
  succeeded: { icon: Check, tone: 'green' },
  failed: { icon: X, tone: 'red' },
  skipped: { icon: Slash, tone: 'grey' },
  excluded: { icon: Slash, tone: 'grey' },
}

export const phaseMarks: Readonly<Record<RolloutPhase, Mark>> = {
  waiting: { icon: Hand, tone: 'violet' },
  running: { icon: SquareActivity, tone: 'blue' },
  soaking: { icon: Hourglass, tone: 'amber' },
  pausing: { icon: Hourglass, tone: 'amber' },
  braked: { icon: Pause, tone: 'orange' },
  revoking: { icon: Undo2, tone: 'orange' },
  succeeded: { icon: Check, tone: 'green' },
  failed: { icon: X, tone: 'red' },
  revoked: { icon: Slash, tone: 'grey' },
}

export const outMark: Mark = { icon: CircleDashed, tone: 'orange' }
export const mutedMark: Mark = { icon: BellOff, tone: 'grey' }
