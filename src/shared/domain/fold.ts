/**
 * Maps that one fold of events has made and nobody else has seen, so that it may change them in place. Without it every event
 * of a rollout over a thousand hosts would copy a thousand entries.
 *
 * From outside, folding stays pure: a map is copied before its first change, and a fold ends before its state is handed out.
 */
export class Fold {
  readonly #own = new WeakSet<object>()

  /** The map with one entry set; the same map when it is the fold's own, else a copy. */
  put<Key extends string, Value>(
    map: Readonly<Record<Key, Value>>,
    key: Key,
    value: Value,
  ): Readonly<Record<Key, Value>> {
    if (this.#own.has(map)) {
      ;(map as Record<Key, Value>)[key] = value
      return map
    }
    const copy: Record<Key, Value> = { ...map, [key]: value }
    this.#own.add(copy)
    return copy
  }
}
