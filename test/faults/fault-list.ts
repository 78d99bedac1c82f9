import { faultGroups, type Fault } from './fault'

const modules = import.meta.glob<Fault>('./kinds/*/*.ts', { import: 'fault' })
// Now, and not when they are asked for: vite's runner is closed once this module has been evaluated.
const loaded = await Promise.all(Object.entries(modules).map(([path, load]) => loadFault(path, load)))

/** All kinds, group by group in the order of `faultGroups`, then by name. One that cannot be loaded is there, and fails. */
export function listFaults(): Fault[] {
  const groupOf = ({ id }: Fault) => faultGroups.findIndex((group) => id.startsWith(`${group}.`))
  return loaded.toSorted((a, b) => groupOf(a) - groupOf(b) || a.id.localeCompare(b.id))
}

async function loadFault(path: string, load: () => Promise<Fault | undefined>): Promise<Fault> {
  const [, groupText = '', name = ''] = /kinds\/([^/]+)\/([^/]+)\.ts$/.exec(path) ?? []
  const group = faultGroups.find((known) => known === groupText)
  if (group === undefined) throw new Error(`${path}: there is no group "${groupText}"; see faultGroups in fault.ts`)
  const id = `${group}.${name}` as const
  try {
    const fault = await load()
    if (!fault) throw new Error('it does not export "fault"')
    if (fault.id !== id) throw new Error(`it must have the id ${id}, not ${fault.id}`)
    return fault
  } catch (error) {
    const problem = new Error(`${path} cannot be used: ${error instanceof Error ? error.message : String(error)}`)
    return { id, title: 'cannot be loaded', isShort: true, run: () => Promise.reject(problem) }
  }
}

/** Kinds whose id one of the patterns matches; `*` is any text. No pattern: all. Pure. */
export function selectFaults(faults: readonly Fault[], patterns: readonly string[]): Fault[] {
  if (patterns.length === 0) return [...faults]
  const expressions = patterns.map((pattern) => new RegExp(`^${pattern.split('*').map(escapeText).join('.*')}$`))
  return faults.filter(({ id }) => expressions.some((expression) => expression.test(id)))
}

const escapeText = (text: string): string => RegExp.escape(text)
