import { describePosition } from '../../src/shared/domain/decide-gate'
import { asHostName, asRolloutId } from '../../src/shared/domain/ids'
import type { RolloutCommand } from '../../src/shared/domain/rollout-command'
import type { RolloutSettings } from '../../src/shared/domain/rollout-settings'
import { phaseOf, projectRollout } from '../../src/shared/domain/rollout-view'
import { AppError } from '../../src/shared/errors/app-error'
import type { ErrorCode } from '../../src/shared/errors/catalogue'
import type { Output, RawInput, RequestName, WireJournalRow } from '../../src/shared/ipc/contract'
import type { Push, PushName } from '../../src/shared/ipc/events'
import type { ConsoleClient } from '../../src/main/ipc/console-client'
import { RolloutSimulation } from './rollout-simulation'

/** All fields a request about a rollout may have. */
type Fields = { by?: string; item?: string; reason?: string; host?: string; answer?: string | true; afterSeq?: number }
type Replies = { readonly [N in RequestName]?: (input: RawInput<N>) => Output<N> }
type Options = {
  readonly settings?: RolloutSettings
  readonly isOwner?: boolean
  /** `web-02/verify`: steps that fail. */
  readonly failing?: readonly string[]
  /** Steps wait until `work` is called, instead of going on by themselves. */
  readonly isSlow?: boolean
  /** Automatic items get no result before somebody signs. */
  readonly hasSlowChecks?: boolean
  readonly replies?: Replies
}

/** A console without machines: one rollout over the real state machine; everything else as the test says. */
export class FakeConsole implements ConsoleClient {
  readonly isOwner: boolean
  readonly requested: [RequestName, unknown][] = []
  isClosed = false
  /** Pushed rows to keep back, as a lost connection would. */
  loses = 0
  readonly #options: Options
  readonly #listeners = new Set<(push: Push<PushName>) => void>()
  #simulation: RolloutSimulation | undefined
  #pushed = 0

  constructor(options: Options = {}) {
    this.#options = options
    this.isOwner = options.isOwner ?? true
  }

  get simulation(): RolloutSimulation {
    if (!this.#simulation) throw new AppError('rollout.unknown', { details: { rollout: 'latest' } })
    return this.#simulation
  }

  /** Start the rollout before the verb under test does anything. */
  started(): this {
    if (!this.#options.settings) throw new Error('this console has no settings to start with')
    this.#simulation = new RolloutSimulation(this.#options.settings)
    if (!this.#options.hasSlowChecks) this.#check()
    this.#pushed = this.simulation.recorded.length
    return this
  }

  async request<N extends RequestName>(name: N, input: RawInput<N>): Promise<Output<N>> {
    this.requested.push([name, input])
    await Promise.resolve()
    const scripted = this.#options.replies?.[name]
    const reply = scripted ? scripted(input) : this.#answer(name, input as Fields)
    this.#goOn()
    return reply as Output<N>
  }

  onPush<N extends PushName>(name: N, listener: (push: Push<N>) => void): () => void {
    if (name !== 'rollout:changed') return () => undefined
    const heard = listener as (push: Push<PushName>) => void
    this.#listeners.add(heard)
    return () => this.#listeners.delete(heard)
  }

  close(): Promise<void> {
    this.isClosed = true
    return Promise.resolve()
  }

  /** Names of the requests that were made, without those that only look. */
  commands(): string[] {
    const looking = ['rollout:events', 'rollout:find', 'trouble:list', 'console:awake']
    return this.requested.map(([name]) => name).filter((name) => !looking.includes(name))
  }

  rows(): WireJournalRow[] {
    return this.simulation.recorded.map(({ event: { kind, ...payload }, atMs, actor }, i) => {
      return {
        rollout: this.simulation.state.settings.rollout,
        seq: i + 1,
        at: atMs,
        actor,
        kind,
        payload: { ...payload },
      }
    })
  }

  /** Do what is under way: steps, checks, waits. */
  work(): void {
    const { simulation } = this
    for (const step of simulation.steps()) {
      if (this.#options.failing?.includes(`${step.host}/${step.step}`)) simulation.fail(step)
      else simulation.ok(step)
    }
    this.#check()
    if (simulation.steps().length === 0) simulation.passTime()
    this.push()
  }

  /** Tell listeners of new rows. */
  push(): void {
    const rows = this.rows().slice(this.#pushed)
    this.#pushed += rows.length
    if (rows.length === 0) return
    if (this.loses > 0) {
      this.loses -= 1
      return
    }
    for (const listener of this.#listeners) listener({ rollout: this.simulation.state.settings.rollout, rows })
  }

  /** Automatic items hold, unless the test's settings give them a command that says `false`. */
  #check(): void {
    for (const effect of this.simulation.effects()) {
      if (effect.kind !== 'check-item') continue
      const holds = effect.item.kind !== 'command' || effect.item.run !== 'false'
      const evidence = holds ? 'looks good' : 'looks bad'
      this.simulation.tell(
        { kind: 'record-check', gate: effect.gate, item: effect.item.id, holds, evidence },
        'console',
      )
    }
  }

  #goOn(): void {
    setImmediate(() => {
      if (!this.#simulation || this.isClosed) return
      const before = this.simulation.recorded.length
      if (!this.#options.isSlow) this.work()
      this.push()
      if (this.simulation.recorded.length > before) this.#goOn()
    })
  }

  #answer(name: RequestName, input: Fields): unknown {
    const { by = 'ann', item = '', reason = '', host = '', answer = true, afterSeq = 0 } = input
    switch (name) {
      case 'rollout:start':
        return this.started().#status()
      case 'rollout:find':
      case 'rollout:attach':
        return this.#status()
      case 'trouble:list':
        return []
      case 'console:awake':
        return { isKept: true }
      case 'rollout:events':
        return this.rows().filter(({ seq }) => seq > afterSeq)
      case 'rollout:show':
        return projectRollout(this.simulation.state, this.simulation.nowMs)
      case 'rollout:answer':
        return this.#tell({ kind: 'answer', item, answer }, by)
      case 'rollout:waive':
        return this.#tell({ kind: 'waive', item, reason }, by)
      case 'rollout:sign':
        this.#check()
        return this.#tell({ kind: 'sign', facts: {} }, by)
      case 'rollout:brake':
        return this.#tell({ kind: 'brake', cause: 'hand', reason }, by)
      case 'rollout:resume':
        return this.#tell({ kind: 'resume' }, by)
      case 'rollout:retry':
        return this.#tell({ kind: 'retry' }, by)
      case 'rollout:revoke':
        return this.#tell({ kind: 'revoke', reason }, by)
      case 'rollout:exclude':
        return this.#tell({ kind: 'exclude', host: asHostName(host), reason }, by)
      default:
        throw new Error(`the fake console has no reply for ${name}`)
    }
  }

  #tell(command: RolloutCommand, by: string) {
    const refusal = this.simulation.tell(command, by)
    if (typeof refusal === 'string') throw new AppError(refusal as ErrorCode, { details: { rollout: 'r1', by } })
    return this.#status()
  }

  #status() {
    const { state, recorded } = this.simulation
    const rollout = asRolloutId(state.settings.rollout)
    return { rollout, phase: phaseOf(state), position: describePosition(state), seq: recorded.length }
  }
}
