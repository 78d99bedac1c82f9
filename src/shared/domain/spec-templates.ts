import { AppError } from '../errors/app-error'
import type { AppSpec, EnvironmentSpec, HostSpec } from './app-spec'
import { mergeLifecycle, type LifecycleOverrides, type LifecycleSpec } from './lifecycle-spec'
import type { SpecPath } from './spec-path'
import { placeholdersOf } from './template'

/** A text of lastmile.yml in which placeholders are filled. */
export type TemplatePlace = {
  readonly path: SpecPath
  readonly text: string
  /** A command is filled by the shell and has rules of its own; any other text just gets the values. */
  readonly isCommand: boolean
}

const commandKeys = ['run', 'check', 'version', 'health', 'inFlight', 'stop', 'start', 'serving']
const textKeys = ['http', 'url', 'push', 'root', 'expectBody']

/** Every place of a spec that may hold placeholders, in the order of the file. Pure. */
export function templatePlaces(app: AppSpec): TemplatePlace[] {
  return [
    ...placesIn(app.package, ['package']),
    ...placesInSteps(app.lifecycle, ['lifecycle']),
    ...app.environments.flatMap((environment, index) => {
      const path: SpecPath = ['environments', index]
      return [
        ...placesIn(environment.traffic, [...path, 'traffic']),
        ...placesInGates(environment, [...path, 'gates']),
        ...placesInSteps(environment.lifecycle ?? {}, [...path, 'lifecycle']),
      ]
    }),
  ]
}

/**
 * What is wrong with the placeholders of a spec, before anything is filled in: unknown ones (outside commands, which
 * `checkCommand` checks), labels that a host lacks, the package's directories where there is no package. Pure.
 */
export function findTemplateProblems(app: AppSpec): { path: SpecPath; message: string }[] {
  const unknown = templatePlaces(app).flatMap(({ path, text, isCommand }) => {
    const names = placeholdersIn(text)
    if (names instanceof AppError) return isCommand ? [] : [{ path, message: names.message }]
    if (app.package !== undefined || path[0] === 'package') return []
    const lost = names.find((name) => name === '{root}' || name === '{release}')
    return lost === undefined ? [] : [{ path, message: `${lost} has no value: ${app.app} names no package` }]
  })
  return [
    ...unknown,
    ...app.environments.flatMap((environment, index) => missingLabels(app, environment, ['environments', index])),
  ]
}

function missingLabels(app: AppSpec, environment: EnvironmentSpec, path: SpecPath) {
  const merged = mergeLifecycle(app.lifecycle, environment.lifecycle)
  return placesInSteps(merged, []).flatMap(({ path: at, text }) => {
    const names = placeholdersIn(text)
    const labels =
      names instanceof AppError ? [] : names.flatMap((name) => /^\{host\.label\.(.*)\}$/.exec(name)?.[1] ?? [])
    return labels.flatMap((label) => {
      const lacking = environment.hosts.filter((host) => !Object.hasOwn(host.labels, label))
      if (lacking.length === 0) return []
      const place = isNamedBy(environment.lifecycle, at) ? [...path, 'lifecycle', ...at] : ['lifecycle', ...at]
      const message = `{host.label.${label}} has no value on ${someOf(lacking)} of ${environment.name}; give it the label "${label}"`
      return [{ path: place, message }]
    })
  })
}

/** Does the environment itself say what stands at step and key? */
function isNamedBy(lifecycle: LifecycleOverrides | undefined, [step, key]: SpecPath): boolean {
  const keys: unknown = lifecycle?.[step as keyof LifecycleOverrides]
  return typeof keys === 'object' && keys !== null && key !== undefined && Object.hasOwn(keys, key)
}

const someOf = ([first, ...others]: readonly HostSpec[]) =>
  others.length === 0 ? `${first?.name}` : `${first?.name} and ${others.length} more`

function placeholdersIn(text: string): string[] | AppError {
  try {
    return placeholdersOf(text)
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}

const placesInSteps = (lifecycle: LifecycleSpec | LifecycleOverrides, path: SpecPath) =>
  Object.entries(lifecycle).flatMap(([step, keys]) => (typeof keys === 'object' ? placesIn(keys, [...path, step]) : []))

const placesInGates = ({ gates }: EnvironmentSpec, path: SpecPath) =>
  Object.entries(gates).flatMap(([gate, items]) =>
    Array.isArray(items) ? items.flatMap((item, index) => placesIn(item, [...path, gate, index])) : [],
  )

function placesIn(keys: object | undefined, path: SpecPath): TemplatePlace[] {
  return Object.entries(keys ?? {}).flatMap(([key, text]: [string, unknown]) => {
    const isCommand = commandKeys.includes(key)
    return typeof text === 'string' && (isCommand || textKeys.includes(key))
      ? [{ path: [...path, key], text, isCommand }]
      : []
  })
}
