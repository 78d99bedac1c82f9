import { buildServingScript, parseServing } from '../commands/serving-script'
import { asHostName, type HostName } from '../../shared/domain/ids'
import { placementOf } from '../../shared/domain/resolve-lifecycle'
import { countsAsOut, type RolloutState } from '../../shared/domain/rollout-state'
import { mergeSecrets, type SecretSources } from '../../shared/domain/secret-spec'
import { AppError } from '../../shared/errors/app-error'
import type { Target } from '../ports/machine'
import type { StepShell } from '../ports/shell'
import { viaMachine, type Cluster } from './cluster'
import type { Observation } from './drain-guard'

/** A traffic layer that takes longer than this to name its hosts does not answer. */
const servingTimeoutMs = 10_000
/** One dropped connection to the load balancer is no reason to halt a launch; three in a row are. */
const servingTries = 3

/** What is needed to ask which hosts serve; a rollout's settings have it too. */
export type TrafficQuestion = {
  readonly app: string
  readonly environment: Pick<Cluster['environment'], 'name' | 'ssh' | 'otherHosts' | 'traffic'>
  readonly hosts: readonly {
    readonly name: string
    readonly address?: string | undefined
    readonly port?: number | undefined
    readonly user?: string | undefined
  }[]
  readonly secrets?: SecretSources | undefined
}

/** Ask the traffic layer who serves; undefined when nothing is configured to ask. Never throws an expected error. */
export function observeServing(shell: StepShell, { app, environment }: Cluster): Promise<Observation | undefined> {
  const secrets = mergeSecrets(app, environment)
  return askServing(shell, { app: app.app, environment, hosts: environment.hosts, secrets })
}

/**
 * Who serves in the cluster of a rollout: those whom the traffic layer names, or, where there is none to ask, by what the
 * console did itself; without those who count as out, and those that are `leaving` by an earlier order. Never throws an expected
 * error.
 */
export async function observeRollout(
  shell: StepShell,
  state: RolloutState,
  leaving: ReadonlySet<HostName> = new Set(),
): Promise<Observation> {
  const { app, environment: name, ssh, otherHosts, traffic, hosts, secrets } = state.settings
  const seen = await askServing(shell, { app, environment: { name, ssh, otherHosts, traffic }, hosts, secrets })
  if (seen?.kind === 'unanswered') return seen
  // a layer that is slow to show what was done still names hosts that are on their way out
  const [lingering, serving] = [new Set<HostName>(), new Set<HostName>()]
  const isOut = (host: HostName) => countsAsOut(state, host) || leaving.has(host)
  for (const host of seen?.hosts ?? believedServing(state)) (isOut(host) ? lingering : serving).add(host)
  return { kind: 'serving', hosts: serving, lingering }
}

const believedServing = ({ hosts, settings }: RolloutState): HostName[] => [
  ...Object.values(hosts).flatMap(({ name, isServing }) => (isServing ? [name] : [])),
  ...settings.hosts.flatMap(({ name, isServing }) => (isServing && !hosts[name] ? [name] : [])),
]

/** Ask the traffic layer who serves; undefined when nothing is configured to ask. Never throws an expected error. */
export async function askServing(shell: StepShell, question: TrafficQuestion): Promise<Observation | undefined> {
  const { traffic } = question.environment
  if (!traffic) return undefined
  const { target, script } = servingQuery(question, traffic)
  const timeoutMs = traffic.timeout ?? servingTimeoutMs
  let why = ''
  for (let tried = 0; tried < (traffic.retries ?? servingTries - 1) + 1; tried += 1) {
    try {
      const secrets = { ssh: question.environment.ssh, secrets: question.secrets }
      const reply = await shell.query({ target, script, timeoutMs, secrets })
      if (reply.exitCode === 0) {
        const { serving } = parseServing(
          reply.stdout,
          question.hosts.map(({ name }) => name),
        )
        return { kind: 'serving', hosts: new Set(serving.map(asHostName)) }
      }
      why = `the serving command ended with exit code ${reply.exitCode}: ${reply.stderr.trim().slice(0, 300)}`
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      why = error.message
    }
  }
  return { kind: 'unanswered', why }
}

function servingQuery(
  { app, environment, hosts }: TrafficQuestion,
  traffic: NonNullable<Cluster['environment']['traffic']>,
) {
  const placement = placementOf(traffic)
  // "on the host" has no meaning for a question about all of them, so without `via` it is asked from here
  const target: Target =
    placement.kind === 'via'
      ? viaMachine(placement.host, hosts, environment.otherHosts, environment.ssh)
      : { kind: 'local' }
  const context = {
    app,
    environment: environment.name,
    version: 'any',
    rollout: 'any',
    host: { name: placement.kind === 'via' ? placement.host : 'local', address: 'localhost', labels: {} },
    step: 'serving',
    attempt: 1,
  }
  return { target, script: buildServingScript(context, traffic.serving) }
}
