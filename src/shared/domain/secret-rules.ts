/** What must hold of `secrets:` in lastmile.yml beside its shape. Each finding names the place by its path in the file. */
import type { AppSpec, EnvironmentSpec } from './app-spec'
import { mergeLifecycle } from './lifecycle-spec'
import { mergeSecrets, type SecretSources } from './secret-spec'
import { secretFileVariable, secretVariable, secretVariablesIn } from './secret-variable'
import { valueAt, type SpecPath } from './spec-path'
import type { SpecFinding } from './spec-rules'
import { templatePlaces, type TemplatePlace } from './spec-templates'

/** Everything that is wrong with the secrets of a spec and with the commands that name them. Pure. */
export function findSecretProblems(app: AppSpec): SpecFinding[] {
  return [
    ...sourceFindings(app.secrets, ['secrets']),
    ...app.environments.flatMap(({ secrets }, index) => sourceFindings(secrets, ['environments', index, 'secrets'])),
    ...app.environments.flatMap((environment, index) => nameFindings(app, environment, index)),
    ...commandFindings(app),
  ]
}

function sourceFindings(secrets: SecretSources | undefined, path: SpecPath): SpecFinding[] {
  return Object.entries(secrets ?? {}).flatMap(([name, { env, file, keychain }]) => {
    const at = [...path, name]
    const findings: SpecFinding[] = []
    const named = [env, file, keychain].filter((source) => source !== undefined)
    if (named.length !== 1) {
      findings.push({ path: at, message: 'name exactly one of "env", "file" and "keychain" to say where the value is' })
    }
    if (!/^[A-Za-z][A-Za-z0-9_-]{0,62}$/.test(name)) {
      const message = `"${name}" cannot name a secret: a letter, then letters, digits, "-" and "_", at most 63 in all`
      findings.push({ path: at, message })
    }
    if (/[-_]file$/i.test(name)) {
      findings.push({ path: at, message: `"${name}" must not end in "file": that names the file of another secret` })
    }
    return findings
  })
}

/** Two names must not lead to one variable: `db-password` and `DB_PASSWORD`. */
function nameFindings(app: AppSpec, environment: EnvironmentSpec, index: number): SpecFinding[] {
  const taken = new Map<string, string>()
  return Object.keys(mergeSecrets(app, environment) ?? {}).flatMap((name) => {
    const other = taken.get(secretVariable(name))
    taken.set(secretVariable(name), name)
    if (other === undefined) return []
    const path = environment.secrets?.[name] ? ['environments', index, 'secrets', name] : ['secrets', name]
    return [{ path, message: `"${name}" and "${other}" would both be $${secretVariable(name)}; rename one of them` }]
  })
}

function commandFindings(app: AppSpec): SpecFinding[] {
  const places = templatePlaces(app).filter(({ isCommand }) => isCommand)
  if (app.environments.length === 0) return places.flatMap((place) => findingsOf(place, app.secrets, app.app))
  const found = app.environments.flatMap((environment, index) => {
    const merged = mergeSecrets(app, environment)
    const own = places.filter((place) => runsIn(place, app, environment, index))
    return own.flatMap((place) => findingsOf(place, merged, environment.name))
  })
  // a command of the app is one line of the file, however many environments lack its secret
  return [...new Map(found.toReversed().map((finding) => [finding.path.join('\n'), finding])).values()].toReversed()
}

/** Is the command at this place one of the environment, and not replaced there by another? */
function runsIn({ path, text }: TemplatePlace, app: AppSpec, environment: EnvironmentSpec, index: number): boolean {
  if (path[0] === 'environments') return path[1] === index
  return valueAt(mergeLifecycle(app.lifecycle, environment.lifecycle), path.slice(1)) === text
}

function findingsOf({ path, text }: TemplatePlace, sources: SecretSources | undefined, where: string): SpecFinding[] {
  const secrets = Object.entries(sources ?? {})
  return secretVariablesIn(text).flatMap((variable) => {
    if (secrets.some(([name]) => secretFileVariable(name) === variable)) return []
    const secret = secrets.find(([name]) => secretVariable(name) === variable)
    if (secret?.[1].as === 'environment') return []
    const known = secrets.map(([name]) => `$${secretFileVariable(name)}`).join(', ') || 'none'
    const message = secret
      ? `$${variable} has no value: read the file "$${variable}_FILE", or set "as: environment" for "${secret[0]}"`
      : `$${variable} is no secret of ${where} (it has: ${known}); add it to "secrets"`
    return [{ path, message }]
  })
}
