import type { WireJournalRow } from '../../../shared/ipc/contract'
import type { Cli } from '../cli'
import type { FollowEnd } from '../follow-end'
import type { RolloutPrinter } from './rollout-printer'

/** One JSON line per journal row, and one for the end. Sentences go to standard error. */
export class JsonPrinter implements RolloutPrinter {
  readonly #cli: Cli

  constructor(cli: Cli) {
    this.#cli = cli
  }

  row({ rollout, seq, at, actor, kind, payload }: WireJournalRow): void {
    this.#cli.stdout.write(`${JSON.stringify({ rollout, seq, at, actor, kind, payload })}\n`)
  }

  ready(): void {}

  say(sentence: string): void {
    this.#cli.stderr.write(`lastmile: ${sentence}\n`)
  }

  pause(): void {}

  resume(): void {}

  end(end: FollowEnd): void {
    if (end.reason !== undefined) this.say(`${end.result}: ${end.reason}`)
    this.#cli.stdout.write(`${JSON.stringify(end)}\n`)
  }

  close(): void {}
}
