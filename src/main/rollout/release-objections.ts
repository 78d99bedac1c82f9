import type { PlanWarning } from '../../shared/domain/plan'
import { AppError } from '../../shared/errors/app-error'
import type { Cluster } from './cluster'
import { requireReleasable } from './create-rollout'
import { findDigest, type DigestPorts } from './release-digest'

type Wanted = {
  readonly version: string
  readonly sha256?: string | undefined
  /** Hosts may be asked as well. */
  readonly live: boolean
}

/**
 * What a start would refuse about the package of a version, as warnings of its plan. A package is only looked for where its
 * digest decides: in a protected environment. Asks a host for what this machine does not reach, but only if `live`.
 */
export async function findReleaseObjections(
  ports: DigestPorts,
  cluster: Cluster,
  { version, sha256, live }: Wanted,
): Promise<PlanWarning[]> {
  let isHostUnasked = false
  const deaf: DigestPorts['shell'] = {
    query: () => {
      isHostUnasked = true
      return Promise.reject(new Error('hosts are not looked at'))
    },
  }
  const { environment } = cluster
  try {
    const asked = live ? ports : { ...ports, shell: deaf }
    const digest = environment.protected ? await findDigest(asked, cluster, version, sha256) : undefined
    requireReleasable(cluster, version, digest)
    return []
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const { code, message, details } = error
    const hint = isHostUnasked
      ? ' The server of the package did not answer this machine; with --live a host asks it.'
      : ''
    return [{ code, message: `A start would be refused: ${message}${hint}`, details }]
  }
}
