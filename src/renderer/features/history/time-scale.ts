import { lengthOf, type Stretch } from './quiet-stretches'

/** A quiet stretch is drawn as if it took this share of the time in which something happened. */
const drawnShare = 0.03

type Knot = { readonly atMs: number; readonly drawnMs: number }

/** Between moments of a rollout and places on a line from 0 to 1 on which quiet stretches are short. Immutable. */
export class TimeScale {
  readonly fromMs: number
  readonly toMs: number
  readonly quiet: readonly Stretch[]
  readonly #knots: readonly Knot[]

  /** `quiet`: stretches within, in order, none touching another. A scale of no length is one millisecond long. */
  constructor(span: Stretch, quiet: readonly Stretch[]) {
    this.fromMs = span.fromMs
    this.toMs = Math.max(span.toMs, span.fromMs + 1)
    this.quiet = quiet
    const busyMs = quiet.reduce((rest, stretch) => rest - lengthOf(stretch), this.toMs - this.fromMs)
    const knots: Knot[] = [{ atMs: this.fromMs, drawnMs: 0 }]
    const add = (atMs: number, drawnMs?: number) => {
      const last = knots.at(-1)!
      knots.push({ atMs, drawnMs: last.drawnMs + (drawnMs ?? atMs - last.atMs) })
    }
    for (const { fromMs, toMs } of quiet) {
      add(fromMs)
      add(toMs, Math.min(toMs - fromMs, Math.max(1, busyMs * drawnShare)))
    }
    add(this.toMs)
    this.#knots = knots
  }

  /** Where a moment is drawn, 0 to 1; moments outside at the ends. */
  at(atMs: number): number {
    const next = this.#knots.findIndex((knot) => knot.atMs >= atMs)
    if (next === 0) return 0
    if (next < 0) return 1
    const [before, after] = [this.#knots[next - 1]!, this.#knots[next]!]
    const share = (atMs - before.atMs) / Math.max(1, after.atMs - before.atMs)
    return (before.drawnMs + share * (after.drawnMs - before.drawnMs)) / this.#drawnMs
  }

  /** The moment at a place, the reverse of `at`. */
  momentAt(place: number): number {
    const drawn = Math.max(0, Math.min(1, place)) * this.#drawnMs
    const next = Math.max(
      1,
      this.#knots.findIndex((knot) => knot.drawnMs >= drawn),
    )
    const [before, after] = [this.#knots[next - 1]!, this.#knots[next]!]
    const length = after.drawnMs - before.drawnMs
    return before.atMs + (length === 0 ? 0 : ((drawn - before.drawnMs) / length) * (after.atMs - before.atMs))
  }

  get #drawnMs(): number {
    return this.#knots.at(-1)!.drawnMs
  }
}
