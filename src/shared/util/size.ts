const units = { b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3, t: 1024 ** 4 } as const

/**
 * Read a size such as `500M`, `20G`, `1.5 GiB` or `1048576`; units are powers of 1024.
 * Pure. Returns bytes, or undefined when the text is not a size.
 */
export function parseSizeBytes(text: string): number | undefined {
  const [, amount, unit = 'b'] = /^\s*(\d+(?:\.\d+)?)\s*([bkmgt])?(?:i?b)?\s*$/i.exec(text) ?? []
  if (amount === undefined) return undefined
  const sizeBytes = Math.round(Number(amount) * units[unit.toLowerCase() as keyof typeof units])
  return Number.isSafeInteger(sizeBytes) ? sizeBytes : undefined
}
