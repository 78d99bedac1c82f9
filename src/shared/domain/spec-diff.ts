import { isMap, isSameData } from '../util/same-data'
import { appSpec, toWrittenSpec, type AppSpec } from './app-spec'
import { nameOf } from './spec-path'
import { stripDefaults } from './strip-defaults'

/** One difference between two specs. The values are as lastmile.yml writes them (`10m`, `25%`). */
export type SpecChange = {
  readonly kind: 'added' | 'removed' | 'changed'
  /** `environments[production].hosts[web-01].port` */
  readonly path: string
  readonly before?: unknown
  readonly after?: unknown
}

/** A written value with its defaults stated, to compare, and without them, to show. */
type Sides = { readonly full: unknown; readonly short: unknown }

/**
 * What changes when a spec takes the place of another; of a new app everything is added.
 *
 * Pure. Environments, hosts and checklist items are matched by name or id, so that a host inserted at the top is one
 * change. A new order of entries that stay is a change of its own: environments are promoted, and hosts released, in order.
 * A default that is written out is no change.
 */
export function diffSpecs(before: AppSpec | undefined, after: AppSpec): SpecChange[] {
  return diffMaps(
    '',
    before ? sidesOf(before) : { full: { lifecycle: {}, environments: [] }, short: {} },
    sidesOf(after),
  )
}

function sidesOf(spec: AppSpec): Sides {
  const full = toWrittenSpec(spec)
  return { full, short: stripDefaults(appSpec, spec, full) }
}

function diffValues(path: string, before: Sides, after: Sides): SpecChange[] {
  if (isSameData(before.full, after.full)) return []
  if (isMap(before.full) && isMap(after.full)) return diffMaps(path, before, after)
  if (isNamedList(before.full) && isNamedList(after.full)) return diffLists(path, before, after)
  return [change(path, before, after)]
}

function diffMaps(path: string, before: Sides, after: Sides): SpecChange[] {
  const keys = new Set([...Object.keys(after.full ?? {}), ...Object.keys(before.full ?? {})])
  return [...keys].flatMap((key) =>
    diffValues(path === '' ? key : `${path}.${key}`, childOf(before, key), childOf(after, key)),
  )
}

type NamedList = readonly Readonly<Record<string, unknown>>[]

function diffLists(path: string, before: Sides, after: Sides): SpecChange[] {
  const old = entriesOf(before)
  const now = entriesOf(after)
  const nothing: Sides = { full: undefined, short: undefined }
  const names = [...old.keys(), ...[...now.keys()].filter((name) => !old.has(name))]
  const changes = names.flatMap((name) =>
    diffValues(`${path}[${name}]`, old.get(name) ?? nothing, now.get(name) ?? nothing),
  )
  const stayed = (from: ReadonlyMap<string, Sides>) => [...from.keys()].filter((name) => old.has(name) && now.has(name))
  if (isSameData(stayed(old), stayed(now))) return changes
  return [...changes, { kind: 'changed', path: `${path} (order)`, before: stayed(old), after: stayed(now) }]
}

/** The entries of a list by name, in their order. Names are unique: the schema refuses doubles. */
function entriesOf({ full, short }: Sides): Map<string, Sides> {
  const list = isNamedList(full) ? full : []
  return new Map(
    list.map((entry, index) => [
      nameOf(entry) ?? '',
      { full: entry, short: Array.isArray(short) ? (short as readonly unknown[])[index] : entry },
    ]),
  )
}

const isNamedList = (value: unknown): value is NamedList =>
  Array.isArray(value) && value.every((entry) => isMap(entry) && nameOf(entry) !== undefined)

function childOf({ full, short }: Sides, key: string): Sides {
  const child = isMap(full) ? full[key] : undefined
  return { full: child, short: isMap(short) ? (short[key] ?? child) : child }
}

function change(path: string, before: Sides, after: Sides): SpecChange {
  if (before.full === undefined) return { kind: 'added', path, after: after.short }
  if (after.full === undefined) return { kind: 'removed', path, before: before.short }
  return { kind: 'changed', path, before: before.short, after: after.short }
}
