/** Where something stands in lastmile.yml: keys of maps and positions in lists. */
export type SpecPath = readonly (string | number)[]

/**
 * A path for people: `environments[production].hosts[web-01].port`. Pure.
 *
 * An entry of a list that has a name or an id is called by it, any other by its position counted from 1.
 */
export function formatSpecPath(root: unknown, path: SpecPath): string {
  let value = root
  let text = ''
  for (const segment of path) {
    value = childOf(value, segment)
    if (typeof segment === 'number') text += `[${nameOf(value) ?? segment + 1}]`
    else text += text === '' ? segment : `.${segment}`
  }
  return text
}

/** The value at a path of plain data, or undefined. Pure. */
export const valueAt = (root: unknown, path: SpecPath): unknown =>
  path.reduce<unknown>((value, segment) => childOf(value, segment), root)

/** What people call an entry of a list: its name or its id. Pure. */
export function nameOf(value: unknown): string | undefined {
  const called = childOf(value, 'name') ?? childOf(value, 'id')
  return typeof called === 'string' || typeof called === 'number' ? String(called) : undefined
}

function childOf(value: unknown, segment: string | number): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, segment)) return undefined
  return (value as Readonly<Record<string | number, unknown>>)[segment]
}
