import { toWireError } from '../../shared/errors/app-error'
import type { ConsoleClient } from '../ipc/console-client'

/** Of the page: one rollout, live or in the history. */
const rolloutPlace = /^\/(rollouts|history)\/([^/?]+)/
/** Beyond the end of any journal: whether there is one is all that is asked. */
const afterAll = 1_000_000_000

/**
 * A place where the page was, if it is still there; otherwise the nearest one. A rollout can be gone: its journal was pruned, or
 * the data are those of an older backup. Its page would only say so, to a person who did not ask for it now.
 */
export async function placeToShow(place: string, client: Pick<ConsoleClient, 'request'>): Promise<string> {
  const [, part, rollout] = rolloutPlace.exec(place) ?? []
  if (rollout === undefined) return place
  try {
    await client.request('rollout:events', { rollout: decodeURIComponent(rollout), afterSeq: afterAll })
    return place
  } catch (error) {
    // what else is wrong, the page says better
    const isGone = error instanceof URIError || toWireError(error).code.startsWith('rollout.')
    if (!isGone) return place
    return part === 'history' ? '/history' : '/'
  }
}
