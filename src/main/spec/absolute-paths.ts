import { isAbsolute, resolve } from 'node:path'
import type { AppSpec, SshSpec } from '../../shared/domain/app-spec'
import type { SecretSources } from '../../shared/domain/secret-spec'

/**
 * Make the relative local paths of a spec absolute, from the directory of its file, so that the spec means the same
 * wherever the console runs. Pure. `~/…` is kept for whoever opens the file; `{…}` at the start is a template.
 */
export function withAbsolutePaths(spec: AppSpec, baseDir: string): AppSpec {
  const absolute = (path: string) => (isAbsolute(path) || /^[~{]/.test(path) ? path : resolve(baseDir, path))
  return {
    ...spec,
    ...(spec.package?.push === undefined ? {} : { package: { ...spec.package, push: absolute(spec.package.push) } }),
    ...absoluteSecrets(spec, absolute),
    environments: spec.environments.map((environment) => ({
      ...environment,
      ...absoluteSecrets(environment, absolute),
      ssh: absoluteSsh(environment.ssh, absolute),
    })),
  }
}

function absoluteSecrets(
  { secrets }: { readonly secrets?: SecretSources | undefined },
  absolute: (path: string) => string,
): { secrets?: SecretSources } {
  if (!secrets) return {}
  const entries = Object.entries(secrets).map(([name, source]) => {
    return [name, source.file === undefined ? source : { ...source, file: absolute(source.file) }] as const
  })
  return { secrets: Object.fromEntries(entries) }
}

function absoluteSsh(ssh: SshSpec, absolute: (path: string) => string): SshSpec {
  const { identityFile, config, knownHosts } = ssh
  return {
    ...ssh,
    ...(identityFile === undefined
      ? {}
      : { identityFile: Array.isArray(identityFile) ? identityFile.map(absolute) : absolute(identityFile) }),
    ...(config === undefined ? {} : { config: absolute(config) }),
    ...(knownHosts === undefined ? {} : { knownHosts: absolute(knownHosts) }),
  }
}
