import type { HostName } from '../../shared/domain/ids'

/**
 * What the traffic layer shows, or an error's sentence when it does not answer. `lingering`: hosts that it names although this
 * rollout has taken them out, or tried to; they do not count as serving.
 */
export type Observation =
  | { readonly kind: 'serving'; readonly hosts: ReadonlySet<HostName>; readonly lingering?: ReadonlySet<HostName> }
  | { readonly kind: 'unanswered'; readonly why: string }

export type DrainPermit =
  /** `isShown`: the layer names the host that asks. */
  | {
      readonly kind: 'granted'
      readonly serving: number
      readonly isShown: boolean
      readonly release: () => void
    }
  | { readonly kind: 'refused'; readonly because: 'floor' | 'traffic'; readonly reason: string }

type Asking = { readonly host: HostName; readonly floor: number; readonly resolve: (permit: DrainPermit) => void }

/**
 * Lets hosts be taken out only while the floor holds, judged by what the traffic layer shows at that moment.
 *
 * Hosts that ask at the same time share one look. A host with a permit counts as out until a look that *began* after it
 * was seen out, so two hosts can never be let out on the strength of the same spare one.
 */
export class DrainGuard {
  readonly #observe: () => Promise<Observation>
  readonly #asking: Asking[] = []
  /** Hosts that count as out whatever a look says: with the number of the look that may be believed again, once known. */
  readonly #reserved = new Map<HostName, { believedFromLook: number | undefined }>()
  #looks = 0
  #isLooking = false

  constructor(observe: () => Promise<Observation>) {
    this.#observe = observe
  }

  /** Ask to take a host out. Call `release` once it is shown out, or was not taken out after all. */
  ask(host: HostName, floor: number): Promise<DrainPermit> {
    return new Promise((resolve) => {
      this.#asking.push({ host, floor, resolve })
      if (!this.#isLooking) void this.#look()
    })
  }

  /** Count a host as out that was on its way out when the console ended, until `release` or `cancel`. */
  reserve(host: HostName): { readonly release: () => void; readonly cancel: () => void } {
    this.#reserved.set(host, { believedFromLook: undefined })
    return { release: () => this.#release(host), cancel: () => this.#reserved.delete(host) }
  }

  async #look(): Promise<void> {
    this.#isLooking = true
    while (this.#asking.length > 0) {
      this.#looks += 1
      const look = this.#looks
      const batch = this.#asking.splice(0)
      const seen = await this.#observe().catch((error: unknown): Observation => {
        return { kind: 'unanswered', why: error instanceof Error ? error.message : String(error) }
      })
      this.#answer(batch, seen, look)
    }
    this.#isLooking = false
  }

  #answer(batch: readonly Asking[], seen: Observation, look: number): void {
    if (seen.kind === 'unanswered') {
      const reason = `the traffic layer does not answer, so nothing more is taken out: ${seen.why}`
      for (const { resolve } of batch) resolve({ kind: 'refused', because: 'traffic', reason })
      return
    }
    const serving = new Set(seen.hosts)
    for (const [host, { believedFromLook }] of this.#reserved) {
      if (believedFromLook !== undefined && believedFromLook <= look) this.#reserved.delete(host)
      else serving.delete(host)
    }
    for (const { host, floor, resolve } of batch) {
      const left = serving.size - (serving.has(host) ? 1 : 0)
      // a host that is out already costs nothing; one whose drain failed before is out only when the layer says so
      const isShown = serving.has(host) || (seen.lingering?.has(host) ?? false)
      if (isShown && left < floor) {
        const reason = `taking ${host} out would leave ${left} serving; the floor is ${floor}${uncounted(seen.lingering, host)}`
        resolve({ kind: 'refused', because: 'floor', reason })
        continue
      }
      const before = serving.size
      serving.delete(host)
      this.#reserved.set(host, { believedFromLook: undefined })
      resolve({ kind: 'granted', serving: before, isShown, release: () => this.#release(host) })
    }
  }

  /** From the next look on, what is seen of this host is believed again. */
  #release(host: HostName): void {
    const reserved = this.#reserved.get(host)
    if (reserved) reserved.believedFromLook = this.#looks + 1
  }
}

/** Who is shown to serve and does not count, for after the numbers; empty where that is nobody but `asking`. Pure. */
export function uncounted(lingering: ReadonlySet<HostName> = new Set(), asking?: HostName): string {
  const names = [...lingering].filter((name) => name !== asking)
  return names.length === 0 ? '' : `; not counted: ${names.join(', ')}, ordered out of traffic before and still shown`
}
