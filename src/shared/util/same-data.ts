/** A plain object: what JSON calls an object. Pure. */
export const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Do two values say the same as JSON? Pure; the order of keys and keys without a value do not count. */
export function isSameData(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((entry, index) => isSameData(entry, other[index]))
  }
  if (!isMap(one) || !isMap(other)) return Object.is(one, other)
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].every((key) => isSameData(one[key], other[key]))
}
