import type { RolloutState } from '../../../shared/domain/rollout-state'
import type { WireJournalRow } from '../../../shared/ipc/contract'
import { printLines } from '../verb'
import type { Cli } from '../cli'
import type { FollowEnd } from '../follow-end'
import { endLines } from './end-lines'
import { progressLine } from './progress-line'
import type { EndContext, RolloutPrinter } from './rollout-printer'

/** Plain lines, for output that is no terminal: a build log, a file. */
export class PlainPrinter implements RolloutPrinter {
  readonly #cli: Cli
  readonly #context: EndContext

  constructor(cli: Cli, context: EndContext) {
    this.#cli = cli
    this.#context = context
  }

  row(row: WireJournalRow, after: RolloutState): void {
    const line = progressLine(row, after)
    if (line !== undefined) printLines(this.#cli, [line])
  }

  ready(): void {}

  say(sentence: string): void {
    printLines(this.#cli, [sentence])
  }

  pause(): void {}

  resume(): void {}

  end(end: FollowEnd, state: RolloutState): void {
    printLines(
      this.#cli,
      endLines(end, state, { ...this.#context, colors: this.#cli.stdout.colors, nowMs: this.#cli.nowMs() }),
    )
  }

  close(): void {}
}
