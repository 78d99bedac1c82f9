import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import type { PackageSpec } from '../../shared/domain/app-spec'
import { asHostName } from '../../shared/domain/ids'
import { fillText, fillUrl, placeholdersOf } from '../../shared/domain/template'
import { AppError } from '../../shared/errors/app-error'
import type { ReleaseBook } from '../ports/releases'
import type { StepShell } from '../ports/shell'
import { buildDownloadQuery } from '../commands/download-query'
import { machineOf, type Cluster } from './cluster'
import type { HttpGet } from './gate-checker'

export type DigestPorts = {
  readonly releases: Pick<ReleaseBook, 'find'>
  readonly shell: Pick<StepShell, 'query'>
  readonly httpGet: HttpGet
}
type Found = { readonly digest: string; readonly source: string }

/** A checksum file is one line; a server that takes longer has something else to say. */
const checksumTimeoutMs = 10_000

/**
 * The sha256 that a version must have: given by hand, in lastmile.yml, in a `.sha256` file beside the package, or of the
 * local file itself. Undefined when none of them says anything. What was known of the version before must be the same.
 * @throws AppError `release.digest-conflict`, `release.package-missing`
 */
export async function findDigest(
  ports: DigestPorts,
  cluster: Cluster,
  version: string,
  given: string | undefined,
): Promise<string | undefined> {
  const { app } = cluster.app
  const known = ports.releases.find(app, version)?.digest
  const found = await search(ports, cluster, version, given)
  if (found && known !== undefined && found.digest !== known) {
    const { digest, source } = found
    throw new AppError('release.digest-conflict', { details: { app, version, given: digest, source, known } })
  }
  return found?.digest ?? known
}

async function search(
  ports: DigestPorts,
  cluster: Cluster,
  version: string,
  given: string | undefined,
): Promise<Found | undefined> {
  const spec = cluster.app.package
  if (!spec) return undefined
  const local = spec.push === undefined ? undefined : await localDigest(cluster, spec.push, version)
  const told = given ?? spec.sha256
  if (told !== undefined) {
    const digest = told.toLowerCase()
    const source = given === undefined ? 'package.sha256' : '--sha256'
    if (local && local.digest !== digest) throw conflict(cluster, version, local, digest)
    return { digest, source }
  }
  return local ?? (await remoteDigest(ports, cluster, spec, version))
}

/** The file's own digest; a `.sha256` beside it must agree, or one of the two is not what it should be. */
async function localDigest(cluster: Cluster, push: string, version: string): Promise<Found> {
  const path = fillText(push, anyHost(cluster, version))
  const digest = await hashFile(path).catch((cause: unknown) => {
    throw new AppError('release.package-missing', { details: { path, app: cluster.app.app, version }, cause })
  })
  const beside = parseChecksum(await readFile(`${path}.sha256`, 'utf8').catch(() => ''))
  const found = { digest, source: path }
  if (beside !== undefined && beside !== digest) throw conflict(cluster, version, found, beside)
  return found
}

/** `<url>.sha256`, asked from here and, where only the hosts reach the server, from one of them. */
async function remoteDigest(
  { shell, httpGet }: DigestPorts,
  cluster: Cluster,
  { url }: PackageSpec,
  version: string,
): Promise<Found | undefined> {
  if (url === undefined || placeholdersOf(url).some((each) => each.startsWith('{host'))) return undefined
  const source = `${fillUrl(url, anyHost(cluster, version))}.sha256`
  const reply = await httpGet(source, checksumTimeoutMs).catch(() => undefined)
  const direct = reply?.status === 200 ? parseChecksum(reply.body) : undefined
  if (direct !== undefined) return { digest: direct, source }
  // an answer that is not a checksum settles it; no answer at all may be the console's side of the network
  const [host] = cluster.environment.hosts
  if (reply || !host) return undefined
  const target = machineOf(host, cluster.environment.ssh)
  const query = { target, script: buildDownloadQuery(source), timeoutMs: checksumTimeoutMs }
  const fromHost = await shell.query(query).catch(() => undefined)
  const digest = fromHost?.exitCode === 0 ? parseChecksum(fromHost.stdout) : undefined
  return digest === undefined ? undefined : { digest, source: `${source} (asked from ${host.name})` }
}

/** The digest in the output of sha256sum, or alone on a line. Pure. */
export const parseChecksum = (text: string): string | undefined =>
  /^\\?([0-9a-f]{64})(\s|$)/im.exec(text.trimStart())?.[1]?.toLowerCase()

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}

/** For texts that are the same for all hosts. */
const anyHost = ({ app, environment }: Cluster, version: string) => ({
  app: app.app,
  version,
  environment: environment.name,
  rollout: 'any',
  host: { name: asHostName('any'), address: 'any', labels: {} },
})

const conflict = (cluster: Cluster, version: string, found: Found, known: string) =>
  new AppError('release.digest-conflict', {
    details: { app: cluster.app.app, version, given: found.digest, source: found.source, known },
  })
