import { formatNumber } from '../../ui/format'

/** `1.2 kB`; in steps of a thousand, as disks are sold. */
export function sizeText(bytes: number): string {
  const [unit, value] =
    bytes < 1_000
      ? (['byte', bytes] as const)
      : bytes < 1_000_000
        ? (['kilobyte', bytes / 1_000] as const)
        : (['megabyte', bytes / 1_000_000] as const)
  return formatNumber(value, { style: 'unit', unit, unitDisplay: 'narrow', maximumFractionDigits: value < 10 ? 1 : 0 })
}
