import { AppError } from '../../shared/errors/app-error'
import type { ConsoleClient } from '../ipc/console-client'

export type ClusterOptions = { readonly app?: string | undefined; readonly env?: string | undefined }
export type ChosenCluster = { readonly app: string; readonly environment: string }

/**
 * The cluster that is meant. What was left out is filled in when there is only one possibility.
 * @throws AppError `cli.cluster-unclear`, `cli.no-cluster`
 */
export async function chooseCluster(client: ConsoleClient, { app, env }: ClusterOptions): Promise<ChosenCluster> {
  if (app !== undefined && env !== undefined) return { app, environment: env }
  const apps = await client.request('app:list', {})
  const known = apps.flatMap((each) => each.environments.map(({ name }) => ({ app: each.app, environment: name })))
  const matching = known.filter(
    (each) => (app === undefined || each.app === app) && (env === undefined || each.environment === env),
  )
  const [first] = matching
  if (first && matching.length === 1) return first
  if (first) {
    const names = matching.map((each) => `${each.app} in ${each.environment}`).join(', ')
    throw new AppError('cli.cluster-unclear', { details: { known: names } })
  }
  const where = [...(app === undefined ? [] : [` as "${app}"`]), ...(env === undefined ? [] : [` in "${env}"`])].join(
    '',
  )
  throw new AppError('cli.no-cluster', { details: { where } })
}
