import type { AutomaticItem } from '../../shared/domain/checklist'
import { assertNever } from '../../shared/util/assert-never'
import { gateTemplate } from '../../shared/domain/decide-gate'
import type { GateId, HostName } from '../../shared/domain/ids'
import { describeDebtKind } from '../../shared/domain/lifecycle'
import { placementOf } from '../../shared/domain/resolve-lifecycle'
import { hostsOfBatch, openDebts, type HostState, type RolloutState } from '../../shared/domain/rollout-state'
import { AppError } from '../../shared/errors/app-error'
import { buildProbeScript } from '../commands/probe-script'
import { buildRollbackTargetScript } from '../commands/rollback-target-script'
import { buildStagedQuery } from '../commands/fetch-script'
import type { SecretKeeper } from '../ports/secrets'
import type { StepShell } from '../ports/shell'
import { uncounted } from './drain-guard'
import { observeRollout } from './serving'
import { contextOf, hostMachine, settingsHost, targetOf } from './step-context'
import { healthProbeOf } from './step-script'
import { buildScript, assignCommand } from '../commands/step-script'

export type CheckVerdict = { readonly holds: boolean; readonly evidence: string }
/** Asks a URL; only the parts that a check reads. */
export type HttpGet = (url: string, timeoutMs: number) => Promise<{ readonly status: number; readonly body: string }>

/** Evidence is kept in the journal for years; this much tells what was seen. */
const longestEvidence = 500

/** Performs the automatic items of gates. */
export class GateChecker {
  readonly #shell: StepShell
  readonly #httpGet: HttpGet
  readonly #secrets: SecretKeeper

  constructor(shell: StepShell, httpGet: HttpGet, secrets: SecretKeeper) {
    this.#shell = shell
    this.#httpGet = httpGet
    this.#secrets = secrets
  }

  /** Check one item. What cannot be checked does not hold, and the evidence says why. */
  async check(state: RolloutState, gate: GateId, item: AutomaticItem): Promise<CheckVerdict> {
    try {
      const { holds, evidence } = await this.#evaluate(state, gate, item)
      return { holds, evidence: await this.#tidy(state, evidence) }
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      return { holds: false, evidence: await this.#tidy(state, `could not be checked: ${why}`) }
    }
  }

  async #tidy({ settings }: RolloutState, evidence: string): Promise<string> {
    const { hide } = await this.#secrets.redact(settings)
    return hide(evidence).slice(0, longestEvidence)
  }

  #evaluate(state: RolloutState, gate: GateId, item: AutomaticItem): Promise<CheckVerdict> | CheckVerdict {
    switch (item.kind) {
      case 'command':
        return this.#runCommand(state, item)
      case 'http':
        return this.#get(item)
      case 'builtin':
        return this.#builtIn(state, gate, item)
      default:
        return assertNever(item)
    }
  }

  async #runCommand(state: RolloutState, item: Extract<AutomaticItem, { kind: 'command' }>): Promise<CheckVerdict> {
    const { settings } = state
    const placement = placementOf(item)
    const anyHost = settings.hosts[0]
    if (!anyHost) return { holds: false, evidence: 'the cluster has no hosts' }
    const context = contextOf(settings, anyHost, { name: 'check', attempt: 1 })
    // a gate stands for the whole batch, so without `via` its commands run here
    const target = placement.kind === 'via' ? targetOf(settings, anyHost, placement) : ({ kind: 'local' } as const)
    const script = buildScript(context, assignCommand('lm_command', item.run, context), 'lm_run "$lm_command"')
    const reply = await this.#shell.query({ target, script, timeoutMs: item.timeout, secrets: settings })
    const output = `${reply.stdout}${reply.stderr}`.trim()
    const isExpected = item.expectOutput === undefined || output.includes(item.expectOutput)
    const evidence = reply.exitCode === 0 ? output || 'exit code 0' : `exit code ${reply.exitCode}: ${output}`
    return { holds: reply.exitCode === 0 && isExpected, evidence }
  }

  async #get(item: Extract<AutomaticItem, { kind: 'http' }>): Promise<CheckVerdict> {
    const { status, body } = await this.#httpGet(item.url, item.timeout)
    const isExpected = item.expectBody === undefined || body.includes(item.expectBody)
    return { holds: status === item.expectStatus && isExpected, evidence: `HTTP ${status}: ${body.trim()}` }
  }

  #builtIn(
    state: RolloutState,
    gate: GateId,
    item: Extract<AutomaticItem, { kind: 'builtin' }>,
  ): Promise<CheckVerdict> | CheckVerdict {
    switch (item.check) {
      case 'previous-batch-healthy':
        return this.#previousHealthy(state, gate, item.timeout)
      case 'floor':
        return this.#floor(state, gate)
      case 'no-open-debts':
        return noOpenDebts(state)
      case 'all-hosts-done':
        return allHostsDone(state)
      case 'package-staged':
        return this.#onHosts(batchAhead(state, gate), (host) => this.#isStaged(state, host, item.timeout))
      case 'rollback-targets-present':
        return this.#onHosts(Object.values(state.hosts), (host) => this.#hasTarget(state, host, item.timeout))
      default:
        return assertNever(item.check)
    }
  }

  async #previousHealthy(state: RolloutState, gate: GateId, timeoutMs: number): Promise<CheckVerdict> {
    const released = previousBatch(state, gate).filter(({ status }) => status === 'succeeded' || status === 'skipped')
    if (released.length === 0) return { holds: true, evidence: 'no host runs the new version yet' }
    return this.#onHosts(released, (host) => this.probe(state, host.name, timeoutMs))
  }

  /** Look once whether a host is good; undefined when it is, else why not. */
  async probe(state: RolloutState, name: HostName, timeoutMs: number): Promise<string | undefined> {
    const { settings } = state
    const host = settingsHost(settings, name)
    const options = healthProbeOf(settings.lifecycle, settings.package !== undefined)
    if (!options) return undefined
    const context = contextOf(settings, host, { name: 'check', attempt: 1 })
    const script = buildProbeScript(context, options)
    const target = hostMachine(settings, host)
    const reply = await this.#shell.query({ target, script, timeoutMs, secrets: settings })
    return reply.exitCode === 0 ? undefined : reply.stdout.trim() || `exit code ${reply.exitCode}`
  }

  async #floor(state: RolloutState, gate: GateId): Promise<CheckVerdict> {
    const { settings } = state
    const seen = await observeRollout(this.#shell, state)
    if (seen.kind === 'unanswered') return { holds: false, evidence: `the traffic layer does not answer: ${seen.why}` }
    const serving = seen.hosts.size
    const taken = batchAhead(state, gate).filter(
      ({ status, name }) => status === 'pending' && seen.hosts.has(name),
    ).length
    const left = serving - taken
    const numbers = `${serving} of ${settings.plan.hosts} serving; this batch takes ${taken}, leaving ${left}; floor ${settings.plan.floor}`
    const evidence = `${numbers}${uncounted(seen.lingering)}`
    return { holds: left >= settings.plan.floor || taken === 0, evidence }
  }

  async #isStaged(state: RolloutState, { name }: HostState, timeoutMs: number): Promise<string | undefined> {
    const host = settingsHost(state.settings, name)
    const context = contextOf(state.settings, host, { name: 'check', attempt: 1 })
    const target = hostMachine(state.settings, host)
    const reply = await this.#shell.query({ target, script: buildStagedQuery(context), timeoutMs })
    return reply.stdout.includes('staged=yes') ? undefined : 'not staged'
  }

  async #hasTarget(state: RolloutState, { name }: HostState, timeoutMs: number): Promise<string | undefined> {
    if (!state.settings.package) return undefined
    const host = settingsHost(state.settings, name)
    const context = contextOf(state.settings, host, { name: 'check', attempt: 1 })
    const target = hostMachine(state.settings, host)
    const reply = await this.#shell.query({ target, script: buildRollbackTargetScript(context), timeoutMs })
    return reply.exitCode === 0 ? undefined : reply.stderr.trim() || `exit code ${reply.exitCode}`
  }

  /** Ask many hosts the same; every one that is not good is named, the first few with their reason. */
  async #onHosts(
    hosts: readonly HostState[],
    ask: (host: HostState) => Promise<string | undefined>,
  ): Promise<CheckVerdict> {
    const answers = await Promise.all(
      hosts.map(async (host) => {
        const problem = await ask(host).catch((error: unknown) => {
          if (error instanceof AppError) return error.message
          throw error
        })
        return { host: host.name, problem }
      }),
    )
    const bad = answers.filter(({ problem }) => problem !== undefined)
    if (bad.length === 0) return { holds: true, evidence: `${hosts.length} of ${hosts.length} hosts` }
    const named = bad.slice(0, 5).map(({ host, problem }) => `${host}: ${problem}`)
    return { holds: false, evidence: `${bad.length} of ${hosts.length} hosts: ${named.join('; ')}` }
  }
}

function noOpenDebts(state: RolloutState): CheckVerdict {
  const open = openDebts(state)
  const named = open.slice(0, 5).map(({ host, kind }) => `${host} ${describeDebtKind(kind)}`)
  return open.length === 0
    ? { holds: true, evidence: 'nothing is owed' }
    : { holds: false, evidence: `${open.length} open: ${named.join(', ')}` }
}

function allHostsDone(state: RolloutState): CheckVerdict {
  const hosts = Object.values(state.hosts)
  const left = hosts.filter(({ status }) => status !== 'succeeded' && status !== 'skipped' && status !== 'excluded')
  const excluded = hosts.filter(({ status }) => status === 'excluded').length
  const done = `${hosts.length - left.length - excluded} of ${hosts.length} done${excluded ? `, ${excluded} excluded` : ''}`
  if (left.length === 0) return { holds: true, evidence: done }
  return {
    holds: false,
    evidence: `${done}; not done: ${left
      .slice(0, 5)
      .map(({ name }) => name)
      .join(', ')}`,
  }
}

/** The batch that a gate would let start. */
function batchAhead(state: RolloutState, gate: GateId): readonly HostState[] {
  const template = gateTemplate(state, gate)
  if (template?.batch !== undefined && template.position !== 'after-soak') return hostsOfBatch(state, template.batch)
  const [first] = state.settings.plan.batches
  return first ? hostsOfBatch(state, first.index) : []
}

/** The batch that was released last before a gate. */
function previousBatch(state: RolloutState, gate: GateId): readonly HostState[] {
  const station = state.stations.findIndex((each) => each.kind === 'gate' && each.gate === gate)
  const before = state.stations.slice(0, station).findLast((each) => each.kind === 'batch')
  return before?.kind === 'batch' ? hostsOfBatch(state, before.batch) : []
}
