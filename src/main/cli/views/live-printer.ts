import type { RolloutState } from '../../../shared/domain/rollout-state'
import type { WireJournalRow } from '../../../shared/ipc/contract'
import { printLines } from '../verb'
import type { Cli, LiveArea } from '../cli'
import type { FollowEnd } from '../follow-end'
import { endLines } from './end-lines'
import { renderRolloutScreen } from './rollout-screen'
import type { EndContext, RolloutPrinter } from './rollout-printer'

/** Four times a second: quick enough to follow with the eye, slow enough to read. */
const repaintMs = 250

/** The live view of a terminal: painted again only when something on it has changed. */
export class LivePrinter implements RolloutPrinter {
  readonly #cli: Cli
  readonly #context: EndContext
  readonly #stops: (() => void)[]
  #area: LiveArea
  #state: RolloutState | undefined
  #expectedMs: number | undefined
  #painted = ''
  #notes: string[] = []
  #pauses = 0

  private constructor(cli: Cli, context: EndContext, area: LiveArea) {
    this.#cli = cli
    this.#context = context
    this.#area = area
    this.#stops = [
      cli.every(repaintMs, () => this.#paint()),
      cli.questions.onAsking((isAsking) => (isAsking ? this.pause() : this.resume())),
    ]
  }

  static async open(cli: Cli, context: EndContext): Promise<LivePrinter> {
    return new LivePrinter(cli, context, await cli.openLiveArea())
  }

  row(_row: WireJournalRow, after: RolloutState): void {
    this.#state = after
  }

  ready(state: RolloutState, expectedMs: number | undefined): void {
    this.#state = state
    this.#expectedMs = expectedMs
    this.#paint()
  }

  say(sentence: string): void {
    this.#notes = [...this.#notes.slice(-1), sentence]
    this.#paint()
  }

  pause(): void {
    this.#pauses += 1
    if (this.#pauses > 1) return
    this.#paintNow()
    this.#area.done()
  }

  resume(): void {
    this.#pauses -= 1
    if (this.#pauses > 0) return
    this.#notes = []
    this.#painted = ''
    this.#paint()
  }

  end(end: FollowEnd, state: RolloutState): void {
    this.#state = state
    this.close()
    const { colors } = this.#cli.stdout
    printLines(this.#cli, ['', ...endLines(end, state, { ...this.#context, colors, nowMs: this.#cli.nowMs() })])
  }

  close(): void {
    for (const stop of this.#stops.splice(0)) stop()
    if (this.#pauses === 0) this.pause()
  }

  #paint(): void {
    if (this.#pauses === 0) this.#paintNow()
  }

  #paintNow(): void {
    if (!this.#state) return
    const { columns, rows, colors } = this.#cli.stdout
    const notes = this.#notes.length > 0 ? ['', ...this.#notes] : []
    const screen = {
      nowMs: this.#cli.nowMs(),
      columns,
      rows: rows - notes.length,
      colors,
      expectedMs: this.#expectedMs,
    }
    const text = [renderRolloutScreen(this.#state, screen), ...notes].join('\n')
    if (text === this.#painted) return
    this.#painted = text
    this.#area.paint(text)
  }
}
