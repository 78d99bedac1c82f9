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

/** Marks that would be drawn on top of each other become one of the first, with their number. Pure. `gap`: in the units of `at`. */
export function gatherMarks(
  marks: readonly TrackMark[],
  at: (atMs: number) => number,
  gap: number,
): { readonly mark: TrackMark; readonly count: number }[] {
  const gathered: { mark: TrackMark; count: number; place: number }[] = []
  const last = new Map<TrackMarkKind, { mark: TrackMark; count: number; place: number }>()
  for (const mark of marks) {
    const place = at(mark.atMs)
    const near = last.get(mark.kind)
    if (near && place - near.place < gap) {
      near.count += 1
      continue
    }
    const entry = { mark, count: 1, place }
    last.set(mark.kind, entry)
    gathered.push(entry)
  }
  return gathered.map(({ mark, count }) => ({ mark, count }))
}
