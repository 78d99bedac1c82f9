import { faultGroups, type Fault } from './fault'

const modules = import.meta.glob<Fault>('./kinds/*/*.ts', { import: 'fault', eager: true })

/** All kinds, group by group in the order of `faultGroups`, then by name. @throws Error for a misplaced file */
export function listFaults(): Fault[] {
  const faults = Object.entries(modules).map(([path, fault]) => checkPlace(path, fault))
  const groupOf = ({ id }: Fault) => faultGroups.findIndex((group) => id.startsWith(`${group}.`))
  return faults.toSorted((a, b) => groupOf(a) - groupOf(b) || a.id.localeCompare(b.id))
}

function checkPlace(path: string, fault: Fault | undefined): Fault {
  if (!fault) throw new Error(`${path} does not export "fault"; see test/faults/README.md`)
  const [, group = '', name = ''] = /kinds\/([^/]+)\/([^/]+)\.ts$/.exec(path) ?? []
  if (fault.id !== `${group}.${name}`) throw new Error(`${path} must have the id ${group}.${name}, not ${fault.id}`)
  return fault
}

/** Kinds whose id one of the patterns matches; `*` is any text. No pattern: all. Pure. */
export function selectFaults(faults: readonly Fault[], patterns: readonly string[]): Fault[] {
  if (patterns.length === 0) return [...faults]
  const expressions = patterns.map(
    (pattern) =>
      new RegExp(
        `^${pattern
          .split('*')
          .map((part) => RegExp.escape(part))
          .join('.*')}$`,
      ),
  )
  return faults.filter(({ id }) => expressions.some((expression) => expression.test(id)))
}
