import { assertNever } from '../../shared/util/assert-never'
import type { RolloutId } from '../../shared/domain/ids'
import type { RolloutEffect } from '../../shared/domain/rollout-effects'
import { hostsOfBatch, type HostState, type RolloutState } from '../../shared/domain/rollout-state'
import { DrainGuard, type Observation } from './drain-guard'
import type { GateChecker } from './gate-checker'
import type { LockKeeper } from './lock-keeper'
import type { EffectPerformer, RunHandle } from './runner'
import { askServing } from './serving'
import { StepPerformer } from './step-performer'
import type { StepPorts } from './step-runner'

type Ports = StepPorts & { readonly checker: GateChecker; readonly locks: LockKeeper }

/** A soak is watched some ten times, but neither more often than every 2 s nor less often than every 15 s. */
const watchesPerSoak = 10
const shortestWatchMs = 2_000
const longestWatchMs = 15_000
/** One bad answer may be a dropped packet; three in a row are the release. */
const badWatchesToAlarm = 3
const watchTimeoutMs = 10_000

/** Performs whatever a rollout's state makes due: steps, checks, waiting with an eye on the hosts that soak. */
export class RolloutPerformer implements EffectPerformer {
  readonly #ports: Ports
  readonly #steps: StepPerformer
  readonly #guards = new Map<RolloutId, DrainGuard>()

  constructor(ports: Ports) {
    this.#ports = ports
    this.#steps = new StepPerformer(ports, ports.locks, (run) => this.#guardOf(run))
  }

  async perform(effect: RolloutEffect, run: RunHandle): Promise<void> {
    switch (effect.kind) {
      case 'hold-lock':
        return this.#ports.locks.hold(run)
      case 'release-lock':
        return this.#ports.locks.release(run)
      case 'run-step':
        return this.#steps.perform(effect, run)
      case 'check-item': {
        const { gate, item } = effect
        const verdict = await this.#ports.checker.check(run.state(), gate, item)
        if (!run.signal.aborted) await run.tell({ kind: 'record-check', gate, item: item.id, ...verdict })
        return
      }
      case 'wait':
        return this.#wait(effect, run)
      default:
        return assertNever(effect)
    }
  }

  /** One guard per rollout: its permits are what keeps two hosts from sharing the same spare one. */
  #guardOf(run: RunHandle): DrainGuard {
    const { rollout } = run.state().settings
    const known = this.#guards.get(rollout) ?? new DrainGuard(() => this.#observe(run.state()))
    this.#guards.set(rollout, known)
    return known
  }

  async #observe(state: RolloutState): Promise<Observation> {
    const { app, environment: name, ssh, otherHosts, traffic, hosts, secrets } = state.settings
    const environment = { name, ssh, otherHosts, traffic }
    const seen = await askServing(this.#ports.shell, { app, environment, hosts, secrets })
    if (!seen) return { kind: 'serving', hosts: believedServing(state) }
    if (seen.kind === 'unanswered') return seen
    // a layer that is slow to show what was done still names hosts that are on their way out
    return { kind: 'serving', hosts: new Set([...seen.hosts].filter((host) => !isTakenOut(state.hosts[host]))) }
  }

  async #wait(effect: Extract<RolloutEffect, { kind: 'wait' }>, run: RunHandle): Promise<void> {
    const watching = new AbortController()
    if (effect.station === 'soak') {
      void this.#watch(effect, run, AbortSignal.any([run.signal, watching.signal])).catch(() => undefined)
    }
    await this.#ports.clock.sleepUntil(effect.untilMs, run.signal).catch(() => undefined)
    watching.abort()
    const { station, batch } = effect
    if (!run.signal.aborted) await run.tell({ kind: 'time-up', station, batch })
  }

  /** Look at the soaking hosts again and again; pull the brake when one of them stays bad. */
  async #watch(effect: Extract<RolloutEffect, { kind: 'wait' }>, run: RunHandle, signal: AbortSignal): Promise<void> {
    const { clock, checker } = this.#ports
    const left = effect.untilMs - clock.nowMs()
    const everyMs = Math.min(longestWatchMs, Math.max(shortestWatchMs, left / watchesPerSoak))
    const badLooks = new Map<string, number>()
    while (!signal.aborted) {
      await clock.sleepUntil(clock.nowMs() + everyMs, signal)
      const hosts = hostsOfBatch(run.state(), effect.batch).filter(({ status }) => status === 'succeeded')
      const looks = await Promise.all(
        hosts.map(async ({ name }) => {
          const problem = await checker
            .probe(run.state(), name, watchTimeoutMs)
            .catch((error: unknown) => String(error))
          return { name, problem }
        }),
      )
      for (const { name, problem } of looks) {
        badLooks.set(name, problem === undefined ? 0 : (badLooks.get(name) ?? 0) + 1)
        if ((badLooks.get(name) ?? 0) < badWatchesToAlarm || signal.aborted) continue
        const reason = `${name} went bad while soaking: ${problem}`
        await run.tell({ kind: 'brake', cause: 'soak', reason })
        // somebody may go on from this before the time is up; the rest of it is watched as well
        badLooks.clear()
        break
      }
    }
  }
}

/** Out, or may be, because of this rollout. */
const isTakenOut = (host: HostState | undefined): boolean =>
  host !== undefined && !host.isServing && host.debts.drain !== undefined

/** Without a traffic layer to ask, the console counts by what it did itself. */
const believedServing = (state: RolloutState) =>
  new Set([
    ...Object.values(state.hosts).flatMap(({ name, isServing }) => (isServing ? [name] : [])),
    ...state.settings.hosts.flatMap(({ name, isServing }) => (isServing && !state.hosts[name] ? [name] : [])),
  ])
