import Table from 'cli-table3'
import type { Cost } from './measure.ts'

/** What came of one contestant; without a cost, `note` says why. */
export type Result = { readonly name: string; readonly cost?: Cost; readonly note?: string }
export type Part = { readonly title: string; readonly results: readonly Result[] }

const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`
const times = (value: number, base: number | undefined) => (base ? `${(value / base).toFixed(1)} ×` : '')

/** A table of one part; the ratios say how many times as much as Lastmile. */
export function showPart(part: Part): string {
  const base = part.results.find(({ name }) => name === 'lastmile')?.cost
  const table = new Table({
    head: ['', 'wall', 'ratio', 'client CPU', 'ratio', 'peak memory', ''],
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right', 'left'],
    style: { head: [], border: [], compact: true },
  })
  for (const { name, cost, note } of part.results) {
    if (cost === undefined) table.push([name, '', '', '', '', '', note ?? ''])
    else {
      const { wallMs, cpuMs, peakBytes } = cost
      const memory = `${Math.round(peakBytes / 1e6)} MB`
      table.push([
        name,
        seconds(wallMs),
        times(wallMs, base?.wallMs),
        seconds(cpuMs),
        times(cpuMs, base?.cpuMs),
        memory,
        note ?? '',
      ])
    }
  }
  return `${part.title}\n${table.toString()}`
}
