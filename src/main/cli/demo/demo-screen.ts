import type { Cli, LiveArea } from '../cli'
import { printLines } from '../verb'

/** Four times a second, as the live view of `run`. */
const repaintMs = 250
/** A block that stays is written through the live area, which cannot be higher than the terminal. */
const mostLinesAtOnce = 8

/** What a demo prints: lines that stay and, on a terminal, a few below them that change. */
export class DemoScreen {
  readonly #cli: Cli
  readonly #area: LiveArea | undefined
  #render: (() => readonly string[]) | undefined
  #isPainted = false
  #isClosed = false
  readonly #stop: () => void
  readonly #isSilent: boolean

  private constructor(cli: Cli, area: LiveArea | undefined, isSilent: boolean) {
    this.#cli = cli
    this.#isSilent = isSilent
    this.#area = area
    this.#stop = area ? cli.every(repaintMs, () => this.#paint()) : () => undefined
  }

  /** A silent one prints nothing: the output belongs to a script. */
  static async open(cli: Cli, isSilent: boolean): Promise<DemoScreen> {
    const isLive = cli.stdout.isTerminal && !isSilent
    return new DemoScreen(cli, isLive ? await cli.openLiveArea() : undefined, isSilent)
  }

  /** Lines that stay. */
  print(lines: readonly string[]): void {
    if (this.#isSilent || this.#isClosed) return
    if (!this.#area || !this.#isPainted) return printLines(this.#cli, lines)
    for (let from = 0; from < lines.length; from += mostLinesAtOnce) {
      this.#area.paint(lines.slice(from, from + mostLinesAtOnce).join('\n'))
      this.#area.done()
    }
    this.#isPainted = false
    this.#paint()
  }

  /** Show below everything what `render` says; without it nothing, from the next lines that stay on. */
  live(render: (() => readonly string[]) | undefined): void {
    this.#render = this.#isClosed ? undefined : render
    this.#paint()
  }

  /** Stop painting and printing; what is told after the end is for nobody. */
  close(): void {
    this.#stop()
    this.live(undefined)
    this.#isClosed = true
    if (!this.#area || !this.#isPainted) return
    this.#area.paint('')
    this.#area.done()
    this.#isPainted = false
  }

  #paint(): void {
    if (!this.#area || !this.#render) return
    this.#area.paint(this.#render().join('\n'))
    this.#isPainted = true
  }
}
