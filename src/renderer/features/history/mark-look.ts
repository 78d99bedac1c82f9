import { CircleCheck, Flag, Hand, Layers, Pause, Play, X, type LucideIcon } from 'lucide-react'
import i18next from 'i18next'
import type { Tone } from '../../ui/tone'
import { gateText } from '../../ui/engine-text'
import type { TrackMark, TrackMarkKind } from './track-marks'

/** Glyph and tone of each mark of the track; the same glyphs as on the launch page. */
export const markLooks: Readonly<Record<TrackMarkKind, { readonly icon: LucideIcon; readonly tone: Tone }>> = {
  gate: { icon: Hand, tone: 'violet' },
  signed: { icon: CircleCheck, tone: 'violet' },
  batch: { icon: Layers, tone: 'blue' },
  failure: { icon: X, tone: 'red' },
  brake: { icon: Pause, tone: 'orange' },
  released: { icon: Play, tone: 'orange' },
  end: { icon: Flag, tone: 'slate' },
}

/** What a mark stands for, in words. Not pure: the chosen language is read. */
export function markText({ kind, text }: TrackMark): string {
  const history = i18next.getFixedT(null, 'history')
  return history(`mark.${kind}`, { what: subjectOf(kind, text) })
}

function subjectOf(kind: TrackMarkKind, text: string): string {
  const common = i18next.getFixedT(null, 'common')
  switch (kind) {
    case 'gate':
    case 'signed':
      return gateText(text)
    case 'batch':
      return text === '0' ? common('batch.canary') : common('batch.batch', { index: Number(text) })
    case 'end':
      return common(`result.${text as 'succeeded'}`)
    case 'failure':
    case 'brake':
    case 'released':
      return text
  }
}
