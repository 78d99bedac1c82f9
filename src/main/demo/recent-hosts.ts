/**
 * How many different hosts answered lately, as a client sees it: without asking the switch what it believes.
 *
 * The window is a number of answers. With turns taken in order, twice as many answers as hosts contain every host that
 * is in; a host that has just left stays in the count until its last answer has moved out of the window.
 */
export class RecentHosts {
  private readonly window: string[] = []
  private readonly counts = new Map<string, number>()
  private readonly windowSize: number
  private next = 0
  private fewestSeen: number | undefined

  constructor(hostCount: number) {
    this.windowSize = Math.max(1, hostCount * 2)
  }

  /** Note who answered. */
  add(host: string): void {
    const leaving = this.window[this.next]
    if (leaving !== undefined) this.forget(leaving)
    this.window[this.next] = host
    this.next = (this.next + 1) % this.windowSize
    this.counts.set(host, (this.counts.get(host) ?? 0) + 1)
    if (this.window.length === this.windowSize) {
      this.fewestSeen = Math.min(this.fewestSeen ?? Infinity, this.counts.size)
    }
  }

  /** Different hosts in the window now. */
  current(): number {
    return this.counts.size
  }

  /** The smallest number in any full window; undefined before the first one is full. */
  fewest(): number | undefined {
    return this.fewestSeen
  }

  private forget(host: string): void {
    const count = (this.counts.get(host) ?? 1) - 1
    if (count === 0) this.counts.delete(host)
    else this.counts.set(host, count)
  }
}
