import { mergeLifecycle } from '../../shared/domain/lifecycle-spec'
import { mergeSecrets } from '../../shared/domain/secret-spec'
import type { SecretKeeper, SecretScope } from '../ports/secrets'
import { sshOptionsOf, type Cluster } from './cluster'

/** Where the sensitive values of a cluster come from. Pure. */
export const secretScopeOf = ({ app, environment }: Cluster): SecretScope => ({
  ssh: sshOptionsOf(environment.ssh),
  secrets: mergeSecrets(app, environment),
})

/**
 * Make sure that every secret which a command of the cluster names can be had, before anything starts.
 * @throws AppError `secret.*`
 */
export async function requireSecrets(secrets: Pick<SecretKeeper, 'read'>, cluster: Cluster): Promise<void> {
  const { app, environment } = cluster
  const { lifecycle, traffic, gates } = environment
  const commands = JSON.stringify([mergeLifecycle(app.lifecycle, lifecycle), traffic, gates])
  await secrets.read(secretScopeOf(cluster), commands)
}
