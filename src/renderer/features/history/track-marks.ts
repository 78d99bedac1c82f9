import type { RecordedEvent } from '../../../shared/domain/rollout-evolve'
import type { RolloutEvent } from '../../../shared/domain/rollout-event'

/** What a person looks for on the line of a launch. */
export type TrackMarkKind = 'gate' | 'signed' | 'batch' | 'failure' | 'brake' | 'released' | 'end'
export type TrackMark = {
  readonly kind: TrackMarkKind
  readonly seq: number
  readonly atMs: number
  readonly text: string
}

/** The mark that an event leaves on the track; undefined for those that are only listed. Pure. `text`: what it is about. */
export function markOf({ event, atMs }: RecordedEvent, seq: number): TrackMark | undefined {
  const found = kindOf(event)
  return found && { kind: found.kind, text: found.text, seq, atMs }
}

function kindOf(event: RolloutEvent): { readonly kind: TrackMarkKind; readonly text: string } | undefined {
  switch (event.kind) {
    case 'gate-reached':
      return { kind: 'gate', text: event.gate }
    case 'gate-opened':
      return { kind: 'signed', text: event.gate }
    case 'batch-started':
      return { kind: 'batch', text: String(event.batch) }
    case 'host-failed':
      return { kind: 'failure', text: event.host }
    case 'brake-pulled':
      return { kind: 'brake', text: event.reason }
    case 'brake-released':
      return { kind: 'released', text: '' }
    case 'rollout-finished':
      return { kind: 'end', text: event.result }
    default:
      return undefined
  }
}

/** A mark as it is drawn: with those of its kind that are near, and moved aside where another one stands. */
export type PlacedMark = {
  readonly mark: TrackMark
  readonly count: number
  /** Where it happened, 0 to 1. */
  readonly place: number
  readonly drawnAt: number
}

/**
 * The marks of a track, none nearer to another than `gap`: marks of one kind that are near are one with a number, others move
 * aside, to the right as a rule and to the left at the end. Pure. `at` and `gap` are shares of the track.
 */
export function placeMarks(marks: readonly TrackMark[], at: (atMs: number) => number, gap: number): PlacedMark[] {
  const placed: { -readonly [Key in keyof PlacedMark]: PlacedMark[Key] }[] = []
  const last = new Map<TrackMarkKind, (typeof placed)[number]>()
  for (const mark of marks) {
    const place = at(mark.atMs)
    const near = last.get(mark.kind)
    if (near && place - near.place < gap) {
      near.count += 1
      continue
    }
    const entry = { mark, count: 1, place, drawnAt: Math.max(place, (placed.at(-1)?.drawnAt ?? -1) + gap) }
    last.set(mark.kind, entry)
    placed.push(entry)
  }
  let limit = 1
  for (const entry of placed.toReversed()) {
    entry.drawnAt = Math.min(entry.drawnAt, limit)
    limit = entry.drawnAt - gap
  }
  return placed
}
