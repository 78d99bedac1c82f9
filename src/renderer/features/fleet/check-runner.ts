import type { Input, Output } from '../../../shared/ipc/contract'

export type HostVerdict = Output<'host:check'>[number]
export type CheckTarget = { readonly app: string; readonly environment: string; readonly name: string }
type CheckRequest = Input<'host:check'>

/** As many handshakes as the console has in flight at once; a smaller piece would leave it idle, a larger one says less often how far it is. */
export const checkChunkHosts = 25
/** One slow host must not hold up all others. */
const chunksAtOnce = 2

/** The requests that test these hosts: one cluster each, in pieces, in the order given. Pure. */
export function planChecks(targets: readonly CheckTarget[], chunkHosts = checkChunkHosts): CheckRequest[] {
  const clusters = Map.groupBy(targets, ({ app, environment }) => JSON.stringify([app, environment]))
  return [...clusters.values()].flatMap((cluster) =>
    Array.from({ length: Math.ceil(cluster.length / chunkHosts) }, (_, index) => {
      const part = cluster.slice(index * chunkHosts, (index + 1) * chunkHosts)
      const { app, environment } = part[0] as CheckTarget
      return { app, environment, hosts: part.map(({ name }) => name) }
    }),
  )
}

type RunOptions = {
  readonly check: (request: CheckRequest) => Promise<readonly HostVerdict[]>
  readonly onStart: (request: CheckRequest) => void
  readonly onVerdicts: (request: CheckRequest, verdicts: readonly HostVerdict[]) => void
  readonly signal: AbortSignal
}

/**
 * Test hosts piece by piece. Resolves when all pieces are done, or after an abort once those under way have come back; what
 * they say is still told. Rejects with the first request that fails, and starts no further one.
 */
export async function runChecks(requests: readonly CheckRequest[], options: RunOptions): Promise<void> {
  const { check, onStart, onVerdicts, signal } = options
  const waiting = [...requests]
  let hasFailed = false
  const lane = async () => {
    while (!signal.aborted && !hasFailed) {
      const request = waiting.shift()
      if (!request) return
      onStart(request)
      try {
        onVerdicts(request, await check(request))
      } catch (error) {
        hasFailed = true
        throw error
      }
    }
  }
  await Promise.all(Array.from({ length: chunksAtOnce }, lane))
}
