import { asHostName } from '../../shared/domain/ids'
import type { Output } from '../../shared/ipc/contract'
import { AppError } from '../../shared/errors/app-error'
import type { Clock } from '../ports/clock'
import type { StepShell } from '../ports/shell'
import { machineOf, viaMachine, type Cluster } from './cluster'
import type { ClusterFacts } from './create-rollout'
import { secretScopeOf } from './require-secrets'

type CheckPorts = {
  readonly survey: (cluster: Cluster, only?: readonly string[]) => Promise<ClusterFacts>
  readonly shell: Pick<StepShell, 'query'>
  readonly clock: Clock
}
type Verdicts = Output<'host:check'>

/** To say nothing takes no time; connecting has a limit of its own. */
const greetingTimeoutMs = 10_000

/**
 * Connect to hosts and say of each whether it answers, what it runs and whether it is well; of another host that steps run on
 * only whether it answers. Without names: all that the environment knows, the others last.
 */
export async function checkHosts(ports: CheckPorts, cluster: Cluster, names?: readonly string[]): Promise<Verdicts> {
  const { hosts, otherHosts } = cluster.environment
  const isOther = (name: string) => otherHosts.some((other) => other.name === name)
  const wanted = names ?? [...hosts, ...otherHosts].map(({ name }) => name)
  const own = wanted.filter((name) => !isOther(name))
  const [seen, greeted] = await Promise.all([
    own.length > 0 ? lookAtHosts(ports, cluster, own) : [],
    Promise.all(wanted.filter(isOther).map((name) => greetOther(ports, cluster, name))),
  ])
  return [...seen, ...greeted]
}

async function lookAtHosts(
  { survey, clock }: CheckPorts,
  cluster: Cluster,
  names: readonly string[],
): Promise<Verdicts> {
  const startedAtMs = clock.nowMs()
  const { observations } = await survey(cluster, names)
  return names.map((host) => {
    const seen = observations.get(asHostName(host))
    if (!seen) return { host, ok: false, problem: `${host} is no host of this cluster` }
    const { version, isHealthy, problem, observedAtMs } = seen
    return { host, ok: problem === undefined, latencyMs: observedAtMs - startedAtMs, version, isHealthy, problem }
  })
}

/** It runs nothing of the app; that it can be commanded, in the way steps do, is all there is to see. */
async function greetOther(
  { shell, clock }: CheckPorts,
  { environment }: Cluster,
  host: string,
): Promise<Verdicts[number]> {
  const startedAtMs = clock.nowMs()
  const target = viaMachine(host, environment.hosts, environment.otherHosts, environment.ssh)
  const verdict = { host, isOther: true }
  try {
    const { exitCode } = await shell.query({ target, script: 'true', timeoutMs: greetingTimeoutMs })
    const latencyMs = clock.nowMs() - startedAtMs
    if (exitCode === 0) return { ...verdict, ok: true, latencyMs }
    return { ...verdict, ok: false, latencyMs, problem: `the command "true" ended with exit code ${exitCode}` }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { ...verdict, ok: false, latencyMs: clock.nowMs() - startedAtMs, problem: error.message }
  }
}

/** Run one command on every host of a cluster at once. Nothing is recorded, nothing is detached. */
export function execOnHosts(
  shell: StepShell,
  cluster: Cluster,
  command: string,
  timeoutMs: number,
): Promise<Output<'host:exec'>> {
  const { environment } = cluster
  const secrets = secretScopeOf(cluster)
  return Promise.all(
    environment.hosts.map(async (host) => {
      try {
        const target = machineOf(host, environment.ssh)
        const { exitCode, stdout, stderr } = await shell.once({ target, script: command, timeoutMs, secrets })
        return { host: host.name, exitCode, output: stdout + stderr }
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        return { host: host.name, output: '', problem: error.message }
      }
    }),
  )
}
