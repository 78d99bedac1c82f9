import type { Target } from '../../src/main/ports/machine'
import type { Push, Query, QueryResult, StepExit, StepRun, StepShell } from '../../src/main/ports/shell'
import { asHostName, type HostName } from '../../src/shared/domain/ids'
import { stepNames, type StepName } from '../../src/shared/domain/lifecycle'
import { AppError } from '../../src/shared/errors/app-error'

type Where = { readonly host: HostName; readonly step: StepName; readonly attempt: number }
type Attempt = Where & { readonly exit: Promise<StepExit>; isRunning: boolean }

/** What a script prints and how it ends; `'never'`: it goes on until its process group is ended. */
type Outcome = { readonly exitCode?: number; readonly output?: string; readonly result?: Record<string, string> }

/** The command that `traffic.serving` has to name, so that the fleet knows what is asked. */
export const servingCommand = 'list-serving'

/**
 * Hosts that are no machines: what steps did to them is kept, also when the console that began them is gone. Each run
 * directory is run at most once; a second call joins it.
 */
export class FakeFleet implements StepShell {
  readonly versions = new Map<HostName, string>()
  readonly serving = new Set<HostName>()
  readonly muted = new Set<HostName>()
  readonly attempts = new Map<string, Attempt>()
  /** Every start, effect and question, in order. */
  readonly trace: string[] = []
  readonly pushed: string[] = []
  lowestServing: number
  /** Turns of the event loop between a step's start, its effect and its end. */
  latency = 1
  /** Hosts, or 'local', that cannot be spoken to; 'never' swallows what is asked of it. */
  readonly unreachable = new Map<string, 'refused' | 'never'>()
  /** Does the traffic layer answer? */
  isTrafficUp = true
  /** Attempts, as `web-01 drain.1`, whose end the console does not see, once. */
  readonly lost = new Set<string>()
  /** Of these, those that go on until somebody looks for them again. */
  readonly lasting = new Set<string>()
  /** How a step ends; undefined as if nothing was said. */
  script: (where: Where) => Outcome | 'never' | undefined = () => undefined
  /** How a query ends that is not about the traffic. */
  answer: (query: Query) => QueryResult | undefined = () => undefined

  constructor(hosts: readonly HostName[], version = '1.0.0') {
    for (const host of hosts) {
      this.versions.set(host, version)
      this.serving.add(host)
    }
    this.lowestServing = hosts.length
  }

  /** How often each step ran on each host, as `web-01 drain`. */
  get runs(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>()
    for (const { host, step } of this.attempts.values()) {
      counts.set(`${host} ${step}`, (counts.get(`${host} ${step}`) ?? 0) + 1)
    }
    return counts
  }

  async run({ target, runDir, script, signal, onOutput, onStart }: StepRun): Promise<StepExit> {
    await this.#reach(target, signal)
    const known = this.attempts.get(runDir)
    const attempt = known ?? this.#begin(runDir, script, onOutput)
    if (known) this.lasting.delete(nameOf(known))
    if (this.lost.delete(nameOf(attempt))) {
      throw new AppError('remote.outcome-unknown', { details: { host: attempt.host, runDir } })
    }
    onStart?.({ isJoined: known !== undefined, ageMs: 0 })
    return { ...(await withSignal(attempt.exit, signal)), reattached: known !== undefined }
  }

  once(query: Query): Promise<QueryResult> {
    return this.query(query)
  }

  async query(query: Query): Promise<QueryResult> {
    await this.#reach(query.target, query.signal)
    if (!query.script.includes(servingCommand)) {
      return this.answer(query) ?? { exitCode: 0, stdout: '', stderr: '' }
    }
    this.trace.push('look')
    const stdout = [...this.serving].join('\n')
    await turn()
    return this.isTrafficUp ? { exitCode: 0, stdout, stderr: '' } : { exitCode: 7, stdout: '', stderr: 'no answer' }
  }

  async push({ target, remotePath, signal }: Push): Promise<void> {
    await this.#reach(target, signal)
    this.pushed.push(remotePath)
  }

  async hasStarted(target: Target, runDir: string): Promise<boolean> {
    await this.#reach(target, undefined)
    return this.attempts.has(runDir)
  }

  abort(): Promise<boolean> {
    return Promise.resolve(false)
  }

  prune(): Promise<number> {
    return Promise.resolve(0)
  }

  dispose(): Promise<void> {
    return Promise.resolve()
  }

  async #reach(target: Target, signal: AbortSignal | undefined): Promise<void> {
    await turn()
    signal?.throwIfAborted()
    const name = target.kind === 'local' ? 'local' : target.name
    const why = this.unreachable.get(name)
    if (why === 'never') await withSignal(new Promise(() => undefined), signal)
    if (why === 'refused') {
      throw new AppError('ssh.connect-refused', { details: { host: name, address: name } })
    }
  }

  #begin(runDir: string, script: string, onOutput: StepRun['onOutput']): Attempt {
    const where = parseRunDir(runDir)
    this.trace.push(`start ${where.host} ${where.step}.${where.attempt}`)
    const attempt: Attempt = { ...where, isRunning: true, exit: this.#perform(where, script, onOutput) }
    void attempt.exit.then(() => (attempt.isRunning = false))
    this.attempts.set(runDir, attempt)
    return attempt
  }

  async #perform(where: Where, script: string, onOutput: StepRun['onOutput']): Promise<StepExit> {
    const outcome = this.script(where) ?? {}
    for (let i = 0; i < this.latency || this.lasting.has(nameOf(where)); i += 1) await turn()
    if (outcome === 'never') return new Promise(() => undefined)
    const { exitCode = 0, output = `${where.step}\n`, result = this.#factsOf(where) } = outcome
    if (exitCode === 0) this.#takeEffect(where, script)
    for (let i = 0; i < this.latency; i += 1) await turn()
    const bytes = Buffer.from(output)
    await onOutput(bytes, 0)
    const ended = { exitCode, vanished: false, timedOut: false, reattached: false }
    return { ...ended, logBytes: bytes.length, result, durationMs: 5 }
  }

  #factsOf({ host, step }: Where): Record<string, string> {
    return step === 'precheck' ? { version: this.versions.get(host) ?? '', healthy: 'yes' } : {}
  }

  #takeEffect({ host, step }: Where, script: string): void {
    this.trace.push(`${step} ${host}`)
    const version = /^LASTMILE_VERSION=(\S+)/m.exec(script)?.[1]?.replaceAll("'", '')
    if (step === 'mute') this.muted.add(host)
    if (step === 'unmute') this.muted.delete(host)
    if (step === 'drain') this.serving.delete(host)
    if (step === 'admit') this.serving.add(host)
    if (step === 'restart' && version !== undefined) this.versions.set(host, version)
    this.lowestServing = Math.min(this.lowestServing, this.serving.size)
  }
}

const nameOf = ({ host, step, attempt }: Where): string => `${host} ${step}.${attempt}`

/** `r1/shop/web-01/drain.2`, or the same with a label of another kind. */
function parseRunDir(runDir: string): Where {
  const [, , host = '', last = ''] = runDir.split('/')
  const step = stepNames.find((name) => last.startsWith(`${name}.`))
  if (!step) throw new Error(`${runDir} names no attempt`)
  return { host: asHostName(host), step, attempt: Number(/\d+$/.exec(last)?.[0]) }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))

/** Follow until the caller lets go; what is followed goes on. */
function withSignal<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work
  return new Promise((resolve, reject) => {
    const leave = () => reject(signal.reason as Error)
    signal.addEventListener('abort', leave, { once: true })
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave))
  })
}
