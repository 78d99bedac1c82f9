import type { TemplateValues } from '../../shared/domain/template'
import { AppError } from '../../shared/errors/app-error'
import { invariant } from '../../shared/util/invariant'
import { quote, quotePath } from './quote'

/** Everything a step's script may know. Values only: the runner fills it, the builders write it down. */
export type StepContext = TemplateValues & {
  readonly step: string
  /** 1, 2, … */
  readonly attempt: number
  /** The sha256 that the package must have, in hexadecimal; left out in environments that do without. */
  readonly digest?: string | undefined
  /** Further `LASTMILE_…` variables for the app's commands, such as `{ EXPIRES_SECONDS: '7200' }`. */
  readonly extra?: Readonly<Record<string, string>> | undefined
}

/** The variable that each kind of placeholder refers to. */
export const placeholderVariables = {
  app: 'LASTMILE_APP',
  version: 'LASTMILE_VERSION',
  environment: 'LASTMILE_ENVIRONMENT',
  rollout: 'LASTMILE_ROLLOUT',
  previous: 'LASTMILE_PREVIOUS',
  root: 'LASTMILE_ROOT',
  release: 'LASTMILE_RELEASE',
  'host.name': 'LASTMILE_HOST_NAME',
  'host.address': 'LASTMILE_HOST_ADDRESS',
  'host.port': 'LASTMILE_HOST_PORT',
  'host.user': 'LASTMILE_HOST_USER',
} as const

/** Bytes that a file system allows in a name, less what the names of our temporary files add. */
const longestVersionBytes = 200

/**
 * The lines that export the `LASTMILE_*` variables. Pure. Every value is quoted data; a value that is not known is
 * exported empty, so that commands under `set -u` work.
 * @throws AppError `remote.bad-version`, `remote.nul-in-text`
 */
export function buildStepEnvironment(context: StepContext): string {
  const { host } = context
  checkVersion(context.version)
  const variables: Record<string, string> = {
    LASTMILE_APP: quote(context.app),
    LASTMILE_VERSION: quote(context.version),
    LASTMILE_ENVIRONMENT: quote(context.environment),
    LASTMILE_ROLLOUT: quote(context.rollout),
    LASTMILE_PREVIOUS: quote(context.previous ?? ''),
    LASTMILE_SHA256: quote(digestOf(context)),
    LASTMILE_STEP: quote(context.step),
    LASTMILE_ATTEMPT: quote(String(context.attempt)),
    LASTMILE_HOST_NAME: quote(host.name),
    LASTMILE_HOST_ADDRESS: quote(host.address),
    LASTMILE_HOST_PORT: quote(host.port?.toString() ?? ''),
    LASTMILE_HOST_USER: quote(host.user ?? ''),
    LASTMILE_ROOT: context.root === undefined ? "''" : quotePath(trimSlashes(context.root)),
    LASTMILE_RELEASE: context.root === undefined ? "''" : `"\${LASTMILE_ROOT}/releases/\${LASTMILE_VERSION}"`,
  }
  for (const [key, variable] of labelVariables(host.labels)) variables[variable] = quote(host.labels[key] ?? '')
  for (const [key, value] of Object.entries(context.extra ?? {})) {
    invariant(/^[A-Z][A-Z0-9_]*$/.test(key), `${key} is the rest of a variable's name`)
    variables[`LASTMILE_${key}`] = quote(value)
  }
  const assignments = Object.entries(variables).map(([variable, word]) => `${variable}=${word}`)
  return `${assignments.join('\n')}\nexport ${Object.keys(variables).join(' ')}\n`
}

/**
 * The variable of each label: `rack-row` → `LASTMILE_LABEL_RACK_ROW`. Pure. Labels whose names differ only in what a
 * variable cannot hold get `_2`, `_3` … in alphabetical order.
 */
export function labelVariables(labels: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const variables = new Map<string, string>()
  const taken = new Set<string>()
  for (const key of Object.keys(labels).toSorted()) {
    const plain = `LASTMILE_LABEL_${key.toUpperCase().replace(/[^A-Z0-9_]/g, '_')}`
    let variable = plain
    for (let count = 2; taken.has(variable); count += 1) variable = `${plain}_${count}`
    taken.add(variable)
    variables.set(key, variable)
  }
  return variables
}

/** The expected sha256 in lower case, or '' when none is known. Pure. */
export const digestOf = (context: StepContext): string => context.digest?.toLowerCase() ?? ''

/** Refuse what cannot be the name of one directory; anything else is data. */
function checkVersion(version: string): void {
  const isTooLong = new TextEncoder().encode(version).length > longestVersionBytes
  const isBad = version === '' || version.startsWith('.') || /[/\p{Cc}]/u.test(version)
  if (isTooLong || isBad) throw new AppError('remote.bad-version', { details: { version } })
}

const trimSlashes = (path: string): string => path.replace(/(?<=.)\/+$/, '')
