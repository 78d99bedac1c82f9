/** A burst of changes (an import, a survey) is told once, soon after it began. */
const firstMs = 100
/** While a rollout changes host after host, whoever listens asks for all of them again each time. */
const restMs = 1_000

/** Tells that something about apps or hosts changed: at once when it was quiet, then not more than once a second. */
export class InventoryNews {
  readonly #tell: (app: string) => void
  readonly #apps = new Set<string>()
  #timer: NodeJS.Timeout | undefined
  #toldAtMs = Number.NEGATIVE_INFINITY

  constructor(tell: (app: string) => void) {
    this.#tell = tell
  }

  add(app: string): void {
    this.#apps.add(app)
    const dueMs = Math.max(firstMs, this.#toldAtMs + restMs - performance.now())
    this.#timer ??= setTimeout(() => this.#flush(), dueMs)
  }

  /** Nobody is told any more. */
  dispose(): void {
    clearTimeout(this.#timer)
    this.#apps.clear()
  }

  #flush(): void {
    this.#timer = undefined
    this.#toldAtMs = performance.now()
    const apps = [...this.#apps]
    this.#apps.clear()
    for (const app of apps) this.#tell(app)
  }
}
