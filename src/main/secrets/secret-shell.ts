import { AppError } from '../../shared/errors/app-error'
import { isSameData } from '../../shared/util/same-data'
import type { Target } from '../ports/machine'
import type { ByteRange, LeftSecret, LogScrubber, Redaction, SecretKeeper } from '../ports/secrets'
import type { Push, Query, QueryResult, StepExit, StepRun, StepShell } from '../ports/shell'
import { hideInError } from './hide-in-error'
import type { LeftSecrets } from './left-secrets'

const star = 0x2a
const lineBreak = 0x0a

/**
 * Hands the secrets that scripts name to another shell, and hides all secrets of the scope in everything that comes back:
 * output, results, and the texts of errors; also in what an attempt leaves on its machine. Without a scope, things pass as
 * they are.
 */
export class SecretShell implements StepShell {
  readonly #shell: StepShell & LogScrubber
  readonly #keeper: SecretKeeper

  readonly #left: LeftSecrets

  /** `left`: hears of secrets that stay readable on a host, in what an attempt left there; they are tried again. */
  constructor(shell: StepShell & LogScrubber, keeper: SecretKeeper, left: LeftSecrets) {
    this.#shell = shell
    this.#keeper = keeper
    this.#left = left
  }

  /** @throws AppError `secret.*` when a secret cannot be had and the attempt was not started yet; else as the shell does */
  async run(step: StepRun): Promise<StepExit> {
    const { secrets } = step
    if (!secrets) return this.#shell.run(step)
    let secretValues
    try {
      secretValues = await this.#keeper.read(secrets, step.script)
    } catch (error) {
      // what an earlier console started is followed to its end, whatever has become of the secret since
      if (!(error instanceof AppError) || !(await this.#shell.hasStarted(step.target, step.runDir))) throw error
      return this.#followUnseen(step, error.message)
    }
    const redaction = await this.#keeper.redact(secrets)
    return this.#follow({ ...step, secretValues }, redaction)
  }

  /** Try again to clear what was left on hosts, or on this one, which has just answered; what cannot be cleared stays. */
  async clearLeft(target?: Target): Promise<void> {
    for (const left of this.#left.list(target)) {
      try {
        await this.#clear(left)
      } catch (error) {
        if (!(error instanceof AppError)) throw error
      }
    }
  }

  async query(query: Query): Promise<QueryResult> {
    const { secrets } = query
    if (!secrets) return this.#shell.query(query)
    const secretValues = await this.#keeper.read(secrets, query.script)
    return this.#ask(query, () => this.#shell.query({ ...query, secretValues }))
  }

  once(query: Query): Promise<QueryResult> {
    return this.#ask(query, () => this.#shell.once(query))
  }

  push(push: Push): Promise<void> {
    return this.#shell.push(push)
  }

  hasStarted(target: Target, runDir: string): Promise<boolean> {
    return this.#shell.hasStarted(target, runDir)
  }

  abort(target: Target, runDir: string, graceMs: number): Promise<boolean> {
    return this.#shell.abort(target, runDir, graceMs)
  }

  prune(target: Target): Promise<number> {
    return this.#shell.prune(target)
  }

  dispose(): Promise<void> {
    return this.#shell.dispose()
  }

  async #follow(step: StepRun, { openFilter, hide }: Redaction): Promise<StepExit> {
    const filter = openFilter()
    // what the filter holds back comes with what follows
    let offset = step.fromOffset ?? 0
    const give = (bytes: Buffer): void | Promise<void> => {
      const at = offset
      offset += bytes.length
      return bytes.length === 0 ? undefined : step.onOutput(bytes, at)
    }
    try {
      const exit = await this.#shell.run({ ...step, onOutput: (bytes) => give(filter.push(bytes)) })
      void this.clearLeft(step.target)
      await give(filter.end())
      const entries = Object.entries(exit.result).map(([key, value]) => [hide(key), hide(value)] as const)
      const result = Object.fromEntries(entries)
      if (filter.hidden.length > 0 || !isSameData(result, exit.result)) {
        const start = step.fromOffset ?? 0
        const hidden = filter.hidden.map(({ from, to }) => ({ from: start + from, to: start + to }))
        await this.#scrub(step, hidden, result)
      }
      return { ...exit, result }
    } catch (error) {
      throw hideInError(error, hide)
    }
  }

  /** The step is over, and whoever reads its log again tries again to hide what is in it; until then a person should know. */
  async #scrub({ target, runDir }: StepRun, hidden: readonly ByteRange[], result: StepExit['result']): Promise<void> {
    const place = { target, runDir, hidden, result }
    try {
      await this.#clear(place)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      const { reason = error.message } = error.details
      this.#left.add({ ...place, reason: String(reason) })
    }
  }

  async #clear(place: Omit<LeftSecret, 'reason'>): Promise<void> {
    await this.#shell.scrub(place.target, place.runDir, place.hidden, place.result)
    this.#left.remove(place)
  }

  /** Follow an attempt whose secrets are not known: nothing that it says can be shown, only how long it is and how it ended. */
  async #followUnseen(step: StepRun, withheld: string): Promise<StepExit> {
    let end = step.fromOffset ?? 0
    const onOutput: StepRun['onOutput'] = (bytes, offset) => {
      end = offset + bytes.length
      return step.onOutput(unreadable(bytes), offset)
    }
    try {
      const exit = await this.#shell.run({ ...step, onOutput })
      // where a secret stands in it is not known, so all of it goes there as well; what came before was hidden here only
      const all = end > 0 ? [{ from: 0, to: end }] : []
      await this.#scrub(step, all, {})
      return { ...exit, result: {}, withheld }
    } catch (error) {
      throw hideInError(error, () => withheld)
    }
  }

  async #ask({ secrets }: Query, ask: () => Promise<QueryResult>): Promise<QueryResult> {
    if (!secrets) return ask()
    const { hide } = await this.#keeper.redact(secrets)
    try {
      const { exitCode, stdout, stderr } = await ask()
      return { exitCode, stdout: hide(stdout), stderr: hide(stderr) }
    } catch (error) {
      throw hideInError(error, hide)
    }
  }
}

const unreadable = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => (byte === lineBreak ? byte : star)))
