/** The rules of lastmile.yml that span several keys. Each finding names the place by its path in the file. */
import type { AppSpec, EnvironmentSpec } from './app-spec'
import { builtInChecks, type ChecklistItem } from './checklist'
import { alternatives, hasAny, mergeLifecycle, type LifecycleSpec } from './lifecycle-spec'
import { findSecretProblems } from './secret-rules'
import type { SpecPath } from './spec-path'
import { findTemplateProblems } from './spec-templates'

export type SpecFinding = { readonly path: SpecPath; readonly message: string }

/** Everything that is wrong with a spec whose single values are all right. Pure. */
export function findSpecProblems(app: AppSpec): SpecFinding[] {
  return [
    ...packageFindings(app),
    ...Object.entries(app.lifecycle).flatMap(([step, keys]) => stepFindings(step, keys, ['lifecycle', step])),
    ...doubles(app.environments, ['environments']),
    ...app.environments.flatMap((environment, index) => environmentFindings(app, environment, ['environments', index])),
    ...findTemplateProblems(app),
    ...findSecretProblems(app),
  ]
}

function packageFindings({ package: spec }: AppSpec): SpecFinding[] {
  if (!spec || (spec.url === undefined) !== (spec.push === undefined)) return []
  const message = 'name exactly one of "url" (pulled by the hosts) and "push" (sent from here)'
  return [{ path: ['package'], message }]
}

function environmentFindings(app: AppSpec, environment: EnvironmentSpec, path: SpecPath): SpecFinding[] {
  const lifecycle = mergeLifecycle(app.lifecycle, environment.lifecycle)
  const overrides = Object.entries(environment.lifecycle ?? {})
  return [
    ...doubles(environment.hosts, [...path, 'hosts']),
    ...doubles(environment.otherHosts, [...path, 'otherHosts'], environment.hosts),
    ...overrides.flatMap(([step, keys]) =>
      keys === 'off' ? [] : stepFindings(step, keys, [...path, 'lifecycle', step]),
    ),
    ...lonelySteps(lifecycle, environment.name, path),
    ...unnamedCommands(environment, lifecycle, path),
    ...lockFindings(environment, [...path, 'lock', 'expiry']),
    ...placeFindings('traffic', environment.traffic, [...path, 'traffic']),
    ...Object.entries(environment.gates).flatMap(([gate, items]) =>
      Array.isArray(items) ? gateFindings(items, [...path, 'gates', gate]) : [],
    ),
    ...unknownHosts(environment, lifecycle, path),
  ]
}

/** A sign of life every second is as often as a lock is worth; shorter ones would be lost between two of them. */
const shortestExpiryMs = 3_000

function lockFindings({ lock }: EnvironmentSpec, path: SpecPath): SpecFinding[] {
  const expiryMs = lock === false ? undefined : lock?.expiry
  if (expiryMs === undefined || expiryMs >= shortestExpiryMs) return []
  return [{ path, message: 'a lock that expires within 3s would be lost while it is held; write 5m, or 3s at least' }]
}

type Named = readonly { readonly name: string }[]

function doubles(named: Named, path: SpecPath, taken: Named = []): SpecFinding[] {
  const seen = new Set(taken.map(({ name }) => name))
  return named.flatMap(({ name }, index) => {
    if (!seen.has(name)) {
      seen.add(name)
      return []
    }
    return [{ path: [...path, index, 'name'], message: `"${name}" is named twice` }]
  })
}

/** What excludes or outlasts each other within one step. */
function stepFindings(step: string, keys: object | undefined, path: SpecPath): SpecFinding[] {
  if (!keys) return []
  const findings = [...placeFindings(step, keys, path)]
  const sides = (alternatives[step] ?? []).filter((side) => !side.includes('via') && !side.includes('on'))
  if (sides.length > 1 && sides.every((side) => hasAny(keys, side))) {
    const [one, other] = sides.map((side) => side.map((key) => `"${key}"`).join(' and '))
    findings.push({ path, message: `name either ${one} or ${other}` })
  }
  const { min, max, warmup, timeout } = keys as Readonly<Record<string, number | undefined>>
  if (step === 'quiet' && min !== undefined && max !== undefined && min > max) {
    findings.push({ path: [...path, 'min'], message: '"min" is longer than "max"' })
  }
  if (step === 'verify' && warmup !== undefined && timeout !== undefined && warmup >= timeout) {
    findings.push({
      path: [...path, 'warmup'],
      message: '"warmup" takes the whole "timeout"; no check would ever be made',
    })
  }
  return findings
}

function placeFindings(what: string, keys: object | undefined, path: SpecPath): SpecFinding[] {
  if (!hasAny(keys, ['via']) || !hasAny(keys, ['on'])) return []
  return [{ path: [...path, 'on'], message: `${what} names both "via" and "on"; a command runs in one place` }]
}

/** Whatever is switched off must have a way back on: `drain` needs `admit`, `mute` needs `unmute`. */
function lonelySteps(lifecycle: LifecycleSpec, environment: string, path: SpecPath): SpecFinding[] {
  const pairs = [['drain', 'admit'] as const, ['mute', 'unmute'] as const]
  return pairs.flatMap(([forward, back]) => {
    if (Boolean(lifecycle[forward]) === Boolean(lifecycle[back])) return []
    const [has, lacks] = lifecycle[forward] ? [forward, back] : [back, forward]
    return [{ path, message: `in ${environment} "${has}" is configured but "${lacks}" is not; name both or neither` }]
  })
}

/** An environment may add to a step of the app without its `run`; alone, the step has nothing to do. */
function unnamedCommands(environment: EnvironmentSpec, lifecycle: LifecycleSpec, path: SpecPath): SpecFinding[] {
  return (['mute', 'drain', 'admit', 'unmute'] as const)
    .filter((step) => lifecycle[step] && lifecycle[step].run === undefined)
    .map((step) => ({
      path: [...path, 'lifecycle', step],
      message: `"run" is missing: neither ${environment.name} nor the app says what ${step} does`,
    }))
}

function gateFindings(items: readonly ChecklistItem[], path: SpecPath): SpecFinding[] {
  const seen = new Set<string>()
  return items.flatMap((item, index) => {
    const at = [...path, index]
    const findings = item.kind === 'command' ? placeFindings(`"${item.id}"`, item, at) : []
    const isReserved = builtInChecks.some((check) => check === item.id && !('check' in item && item.check === check))
    if (isReserved) {
      findings.push({ path: [...at, 'id'], message: `"${item.id}" is the id of a built-in check; choose another` })
    }
    if (seen.has(item.id)) findings.push({ path: [...at, 'id'], message: `"${item.id}" is named twice in this gate` })
    seen.add(item.id)
    return findings
  })
}

/** Every `via` must name a machine of the environment it is used in. */
function unknownHosts(environment: EnvironmentSpec, lifecycle: LifecycleSpec, path: SpecPath): SpecFinding[] {
  const known = new Set([...environment.hosts, ...environment.otherHosts].map(({ name }) => name))
  const uses: { via: string | undefined; at: SpecPath }[] = [
    { via: environment.traffic?.via, at: [...path, 'traffic', 'via'] },
    { via: environment.lock === false ? undefined : environment.lock?.via, at: [...path, 'lock', 'via'] },
  ]
  for (const step of ['mute', 'drain', 'admit', 'unmute'] as const) {
    const over = environment.lifecycle?.[step]
    const isOwn = over !== undefined && over !== 'off' && over.via !== undefined
    uses.push({
      via: lifecycle[step]?.via,
      at: isOwn ? [...path, 'lifecycle', step, 'via'] : ['lifecycle', step, 'via'],
    })
  }
  for (const [gate, items] of Object.entries(environment.gates)) {
    if (!Array.isArray(items)) continue
    items.forEach((item: ChecklistItem, index) => {
      if (item.kind === 'command') uses.push({ via: item.via, at: [...path, 'gates', gate, index, 'via'] })
    })
  }
  return uses
    .filter(({ via }) => via !== undefined && !known.has(via))
    .map(({ via, at }) => ({
      path: at,
      message: `"${via}" is neither in "hosts" nor in "otherHosts" of ${environment.name}`,
    }))
}
