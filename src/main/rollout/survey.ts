import { asHostName, asRolloutId, type HostName } from '../../shared/domain/ids'
import { resolveLifecycle } from '../../shared/domain/resolve-lifecycle'
import { AppError } from '../../shared/errors/app-error'
import { buildFactsQuery } from '../commands/facts-query'
import { buildPrecheckScript } from '../commands/precheck-script'
import { fillText } from '../../shared/domain/template'
import type { Clock } from '../ports/clock'
import type { HostObservation, Inventory } from '../ports/inventory'
import type { RolloutBook } from '../ports/rollouts'
import type { StepShell } from '../ports/shell'
import type { Turns } from '../turns/turns'
import { machineOf, type Cluster } from './cluster'
import type { ClusterFacts } from './create-rollout'
import { secretScopeOf } from './require-secrets'
import { observeServing } from './serving'
import { probeTimeoutMs } from './step-script'

type SurveyPorts = {
  readonly shell: StepShell
  readonly clock: Clock
  readonly inventory: Inventory
  readonly book: RolloutBook
  /** In which looks begin: the scripts of a thousand hosts at once would hold up the window. */
  readonly turns?: Turns
}

/**
 * Look at every host of a cluster at once: does it answer, what does it run, is it well, does it serve? Changes nothing.
 * What cannot be read of one host is an observation with a problem, never an error. The result is kept in the inventory.
 */
export async function surveyCluster(
  ports: SurveyPorts,
  cluster: Cluster,
  only?: readonly string[],
): Promise<ClusterFacts> {
  const { app, environment } = cluster
  const wanted = environment.hosts.filter(({ name }) => !only || only.includes(name))
  const [seen, serving] = await Promise.all([lookAtAll(ports, cluster, wanted), observeServing(ports.shell, cluster)])
  const observations = seen.map((observation): HostObservation => {
    if (!serving || serving.kind === 'unanswered') return observation
    return { ...observation, isServing: serving.hosts.has(observation.host) }
  })
  ports.inventory.recordHostStates(app.app, environment.name, observations)
  // for a thousand hosts that was work enough for one turn, and so is the plan
  await ports.turns?.next()
  return {
    observations: new Map(observations.map((observation) => [observation.host, observation])),
    openDebts: ports.book.listOpenDebts({ app: app.app, environment: environment.name }),
  }
}

/** What was last seen of a cluster, without looking again. */
export function rememberedFacts(
  ports: Pick<SurveyPorts, 'inventory' | 'book'>,
  { app, environment }: Cluster,
): ClusterFacts {
  const states = ports.inventory.listHostStates(app.app, environment.name)
  return {
    observations: new Map(states.map((state) => [state.host, state])),
    openDebts: ports.book.listOpenDebts({ app: app.app, environment: environment.name }),
  }
}

type Host = Cluster['environment']['hosts'][number]

async function lookAtAll(ports: SurveyPorts, cluster: Cluster, hosts: readonly Host[]): Promise<HostObservation[]> {
  const looks: Promise<HostObservation>[] = []
  for (const host of hosts) {
    await ports.turns?.next()
    const look = lookAt(ports, cluster, host)
    // a bug is thrown below, when all have begun
    look.catch(() => undefined)
    looks.push(look)
  }
  return Promise.all(looks)
}

async function lookAt({ shell, clock }: SurveyPorts, cluster: Cluster, host: Host): Promise<HostObservation> {
  const name: HostName = asHostName(host.name)
  try {
    const { script, timeoutMs } = factsQuery(cluster, host)
    const target = machineOf(host, cluster.environment.ssh)
    const reply = await shell.query({ target, script, timeoutMs, secrets: secretScopeOf(cluster) })
    const facts = parseFacts(reply.stdout)
    return {
      host: name,
      version: facts['version'],
      digest: facts['digest'],
      isHealthy: facts['healthy'] === undefined ? undefined : facts['healthy'] === 'yes',
      observedAtMs: clock.nowMs(),
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { host: name, problem: error.message, observedAtMs: clock.nowMs() }
  }
}

/** The reading part of the precheck: neither the app's own check nor any requirement. */
function factsQuery({ app, environment }: Cluster, host: Host) {
  const lifecycle = resolveLifecycle(app, environment)
  const { address, port, user, labels } = host
  const values = {
    app: app.app,
    version: 'survey',
    environment: environment.name,
    rollout: asRolloutId('survey'),
    host: {
      name: host.name,
      address: address ?? host.name,
      port: port ?? environment.ssh.port,
      user: user ?? environment.ssh.user,
      labels,
    },
  }
  const context = {
    ...values,
    step: 'survey',
    attempt: 1,
    ...(app.package ? { root: fillText(app.package.root, values) } : {}),
  }
  const { http, expectStatus } = lifecycle.verify
  const { version, health, timeoutMs } = lifecycle.precheck
  const probe = http === undefined ? undefined : { url: http, expectStatus, timeoutMs: probeTimeoutMs }
  const script = buildPrecheckScript(context, { version, health, http: probe, minFreeDiskBytes: 0 })
  return { script: buildFactsQuery(script), timeoutMs }
}

/** The `key=value` lines of a result. Pure. */
export function parseFacts(text: string): Readonly<Record<string, string>> {
  const lines = text.split('\n').flatMap((line) => {
    const at = line.indexOf('=')
    return at > 0 ? [[line.slice(0, at), line.slice(at + 1)] as const] : []
  })
  return Object.fromEntries(lines)
}
