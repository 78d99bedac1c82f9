import type { HostName, RolloutId } from '../../../src/shared/domain/ids'
import type { StepName } from '../../../src/shared/domain/lifecycle'
import type { StepResult } from '../../../src/shared/domain/rollout-command'
import type { HostTarget } from '../../../src/shared/domain/rollout-settings'
import { must } from './broken'

/** A host as it really is, whatever any console believes. */
export type TrueHost = {
  readonly name: HostName
  version: string
  isServing: boolean
  isMuted: boolean
  /** Went out of traffic by itself: that is not us. */
  isDown: boolean
  /** Passed `verify` since it was last restarted. */
  isVerified: boolean
}

/** A step that was started on a host. It goes on whatever becomes of the console. */
export type Attempt = {
  readonly key: string
  readonly rollout: RolloutId
  readonly host: HostName
  readonly step: StepName
  readonly number: number
  readonly target: HostTarget
  /** How many hosts had gone down by themselves when it began: those that do later are not its fault. */
  readonly accidentsBefore: number
  readonly floor: number
  /** Its name on the host, where it is no step of its rollout: a debt is being settled. */
  readonly label?: string
  /** Undefined while it runs. */
  result?: StepResult
}

/** How a step ends: `half` and the like leave open whether its effect took hold. */
export const endings = ['ok', 'failed', 'final', 'half', 'vanished', 'timed-out'] as const
export type Ending = (typeof endings)[number]

/** The hosts and what runs on them: what is true, kept apart from everything that the rules believe. */
export class World {
  readonly hosts = new Map<HostName, TrueHost>()
  readonly attempts = new Map<string, Attempt>()
  readonly running = new Set<Attempt>()
  /** Hosts, as `web-01 mute`, of which somebody has said that nothing is owed any more. */
  readonly onSomebodysWord = new Set<string>()
  accidents = 0

  readonly #isSeen: boolean

  /** `isSeen`: the traffic layer is asked who serves; otherwise a word about a host that is out is all there is. */
  constructor(hosts: readonly { readonly name: HostName; readonly isServing: boolean }[], isSeen: boolean) {
    this.#isSeen = isSeen
    for (const { name, isServing } of hosts) {
      const before = { version: '1.0.0', isMuted: false, isDown: !isServing, isVerified: true }
      this.hosts.set(name, { name, isServing, ...before })
    }
  }

  host(name: HostName): TrueHost {
    const host = this.hosts.get(name)
    if (!host) throw new Error(`the world has no host ${name}`)
    return host
  }

  /** Hosts that are out, of which a person has said that they were put back, where nobody can see it: not because of us. */
  get #saidToServe(): number {
    if (this.#isSeen) return 0
    const isSaid = ({ name, isServing }: TrueHost) => !isServing && this.onSomebodysWord.has(`${name} drain`)
    return [...this.hosts.values()].filter(isSaid).length
  }

  get serving(): number {
    let count = 0
    for (const { isServing } of this.hosts.values()) if (isServing) count += 1
    return count
  }

  /** A step arrives on its host. One that was there already is joined, as the wrapper on the host does it. */
  begin(attempt: Omit<Attempt, 'accidentsBefore'>): Attempt {
    const known = this.attempts.get(attempt.key)
    if (known) return known
    for (const other of this.running) {
      must(other.host !== attempt.host, 'no attempt runs twice', () => `${attempt.key} starts beside ${other.key}`)
    }
    const begun: Attempt = { ...attempt, accidentsBefore: this.accidents }
    this.attempts.set(begun.key, begun)
    this.running.add(begun)
    return begun
  }

  /** A running step ends; `tookHold` decides what an ending leaves open. */
  end(attempt: Attempt, wanted: Ending, tookHold: boolean): void {
    const host = this.host(attempt.host)
    const isWell = attempt.step !== 'verify' || host.version === attempt.target.version
    const ending = wanted === 'ok' && !isWell ? 'failed' : wanted
    if (attempt.step === 'restart') host.isVerified = false
    if (ending === 'ok' || (tookHold && ending !== 'failed' && ending !== 'final')) this.#takeEffect(attempt, host)
    if (attempt.step === 'verify' && ending === 'ok') host.isVerified = true
    attempt.result = resultOf(attempt, ending, host)
    this.running.delete(attempt)
  }

  /** A host goes out of traffic by itself, or comes back. */
  stumble(host: TrueHost): void {
    if (host.isServing) {
      host.isServing = false
      host.isDown = true
      this.accidents += 1
    } else if (host.isDown) this.#admit(host)
  }

  #takeEffect({ step, target, floor, accidentsBefore, key }: Attempt, host: TrueHost): void {
    switch (step) {
      case 'mute':
        host.isMuted = true
        this.onSomebodysWord.delete(`${host.name} mute`)
        return
      case 'drain': {
        const didServe = host.isServing
        host.isServing = false
        host.isDown = false
        this.onSomebodysWord.delete(`${host.name} drain`)
        const left = this.serving + this.#saidToServe + this.accidents - accidentsBefore
        must(
          !didServe || left >= floor,
          'never below the floor because of us',
          () => `${key} leaves ${left} serving; the floor is ${floor}`,
        )
        return
      }
      case 'restart':
        host.version = target.version
        return
      case 'admit':
        return this.#admit(host)
      case 'unmute':
        host.isMuted = false
        return
      default:
        return
    }
  }

  #admit(host: TrueHost): void {
    host.isServing = true
    host.isDown = false
  }
}

/** The digest that a version has in this world. */
export const digestOf = (version: string): string => `digest-of-${version}`

function resultOf({ step }: Attempt, ending: Ending, host: TrueHost): StepResult {
  if (ending === 'ok') {
    const facts = { version: host.version, digest: digestOf(host.version), healthy: 'yes' }
    return { outcome: 'ok', exitCode: 0, durationMs: 5, ...(step === 'precheck' ? { facts } : {}) }
  }
  const reason = `made up: ${ending}`
  if (ending === 'vanished') return { outcome: 'failed', durationMs: 5, code: 'step.vanished', reason }
  if (ending === 'timed-out') return { outcome: 'failed', durationMs: 5, code: 'step.timed-out', reason }
  const isFinal = ending === 'final' ? { isFinal: true } : {}
  return { outcome: 'failed', exitCode: 1, durationMs: 5, code: 'step.exit-code', reason, ...isFinal }
}
