import { asHostName } from '../../shared/domain/ids'
import type { Output } from '../../shared/ipc/contract'
import { AppError } from '../../shared/errors/app-error'
import type { Clock } from '../ports/clock'
import type { StepShell } from '../ports/shell'
import { machineOf, type Cluster } from './cluster'
import type { ClusterFacts } from './create-rollout'
import { secretScopeOf } from './require-secrets'

type CheckPorts = {
  readonly survey: (cluster: Cluster, only?: readonly string[]) => Promise<ClusterFacts>
  readonly clock: Clock
}

/** Connect to hosts and say of each whether it answers, what it runs and whether it is well. */
export async function checkHosts(
  { survey, clock }: CheckPorts,
  cluster: Cluster,
  hosts: readonly string[],
): Promise<Output<'host:check'>> {
  const startedAtMs = clock.nowMs()
  const { observations } = await survey(cluster, hosts)
  return hosts.map((host) => {
    const seen = observations.get(asHostName(host))
    if (!seen) return { host, ok: false, problem: `${host} is no host of this cluster` }
    const { version, isHealthy, problem, observedAtMs } = seen
    return { host, ok: problem === undefined, latencyMs: observedAtMs - startedAtMs, version, isHealthy, problem }
  })
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
