const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const

/** A size for people: `812 B`, `4.2 MiB`. Pure; powers of 1024, one decimal above bytes. */
export function formatBytes(sizeBytes: number): string {
  let size = sizeBytes
  let unit = 0
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024
    unit += 1
  }
  return `${unit === 0 ? size : size.toFixed(1)} ${units[unit]}`
}
