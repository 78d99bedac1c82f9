import { setTimeout as delay } from 'node:timers/promises'
import { openDataFolder } from '../../../src/main/data-folder/data-folder'
import { ControlClient } from '../../../src/main/ipc/control-client'
import type { Output, RawInput, RequestName } from '../../../src/shared/ipc/contract'
import type { RolloutView } from '../../../src/shared/domain/rollout-view'
import { startCli, type CliResult, type CliRun } from '../../helpers/built-cli'

/** A verb that hangs is a fault of its own; on a machine with work for every core, verbs that follow take this long. */
const verbLimitMs = 90_000
const serveLimitMs = 30_000

/** The built `lastmile` on one data folder, as people and scripts run it. */
export class Program {
  readonly dataFolder: string
  readonly #file: string
  readonly #env: Readonly<Record<string, string>>
  readonly #running = new Set<CliRun>()

  constructor(file: string, dataFolder: string, env: Readonly<Record<string, string>>) {
    this.#file = file
    this.dataFolder = dataFolder
    this.#env = env
  }

  /** Start a verb and leave it running. Keep what it gives: `child` to signal it, `line` and `ended` to wait for. */
  start(args: readonly string[], env: Readonly<Record<string, string>> = {}): CliRun {
    const run = startCli([...args, '--data', this.dataFolder], { program: this.#file, env: { ...this.#env, ...env } })
    this.#running.add(run)
    void run.ended.then(() => this.#running.delete(run))
    return run
  }

  /** Run a verb to its end. */
  async run(args: readonly string[], limitMs = verbLimitMs): Promise<CliResult> {
    const run = this.start(args)
    const timeout = new AbortController()
    const late = delay(limitMs, undefined, { signal: timeout.signal, ref: false }).then(
      () => {
        run.child.kill('SIGKILL')
        throw new Error(`lastmile ${args.join(' ')} did not end within ${limitMs / 1_000} s`)
      },
      () => run.ended,
    )
    const ended = await Promise.race([run.ended, late])
    timeout.abort()
    return ended
  }

  /** Run a verb that must end with one of these exit codes. */
  async expect(exitCodes: readonly number[], args: readonly string[]): Promise<CliResult> {
    const result = await this.run(args)
    if (result.exitCode !== null && exitCodes.includes(result.exitCode)) return result
    const said = `${result.stderr}\n${result.stdout}`.trim().slice(-2_000)
    throw new Error(`lastmile ${args.join(' ')} ended with ${result.exitCode}, not ${exitCodes.join(' or ')}: ${said}`)
  }

  /** Become the console that stays, until its process ends. Resolves once it answers. */
  async serve(args: readonly string[] = []): Promise<CliRun> {
    const run = this.start(['serve', '--no-open', '--json', '--port', '0', ...args])
    const timeout = new AbortController()
    const late = delay(serveLimitMs, undefined, { signal: timeout.signal, ref: false }).then(
      () => {
        run.child.kill('SIGKILL')
        throw new Error(`lastmile serve gave no address within ${serveLimitMs / 1_000} s`)
      },
      // it answered, and stays for longer than that
      () => undefined,
    )
    await Promise.race([run.line(({ kind }) => kind === 'serving'), late])
    timeout.abort()
    return run
  }

  /** Let a console that stays in for a moment: it takes up what the one before left, and ends in order. */
  async serveOnce(): Promise<void> {
    const run = await this.serve()
    run.child.kill('SIGTERM')
    await run.ended
  }

  /** Ask the console that runs now. @throws AppError as the console does; an error when none runs */
  async request<N extends RequestName>(name: N, input: RawInput<N>): Promise<Output<N>> {
    const client = await ControlClient.connect(openDataFolder(this.dataFolder).controlSocket)
    if (!client) throw new Error('no console listens')
    try {
      return await client.request(name, input)
    } finally {
      await client.close()
    }
  }

  /** `lastmile show`; undefined when there is no such rollout. */
  async show(rollout = 'latest'): Promise<RolloutView | undefined> {
    const { exitCode, stdout, stderr } = await this.run(['show', rollout, '--json'])
    if (exitCode === 0) return JSON.parse(stdout) as RolloutView
    if (exitCode === 2) return undefined
    throw new Error(`lastmile show ended with ${exitCode}: ${stderr}`)
  }

  /** How long a verb takes here and now that does next to nothing; milliseconds. For moments that are to fall into others. */
  async measureStartMs(): Promise<number> {
    const startedAtMs = performance.now()
    await this.expect([0], ['history', '--json'])
    return performance.now() - startedAtMs
  }

  /** Processes of this program that have not ended. */
  get running(): readonly CliRun[] {
    return [...this.#running]
  }

  /** End whatever still runs. */
  async close(): Promise<void> {
    for (const { child } of this.#running) child.kill('SIGKILL')
    await Promise.all([...this.#running].map(({ ended }) => ended))
  }
}
