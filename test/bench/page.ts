/** `node test/bench/page.ts`: the page alone; `npm run bench` runs it after the rest. */
import Table from 'cli-table3'
import { runnerImport } from 'vite'

type PageBench = typeof import('./page/page-bench')

/** Measure the page and print its figures; false when one is above its limit. */
export async function runPageBench(): Promise<boolean> {
  const { module } = await runnerImport<PageBench>(new URL('./page/page-bench.ts', import.meta.url).pathname)
  const figures = await module.benchPage()
  if (!figures) {
    console.log('\n(c) the page: no Chromium (apt-get install chromium)')
    return true
  }
  const table = new Table({
    head: ['', 'measured', 'limit'],
    colAligns: ['left', 'right', 'right'],
    style: { head: [], border: [], compact: true },
  })
  const show = (value: number, unit: string) => `${value.toFixed(value < 20 ? 1 : 0)} ${unit}`
  for (const { name, value, unit, limit } of figures) {
    table.push([
      name,
      show(value, unit),
      limit === undefined ? '' : `${show(limit, unit)}${value > limit ? ' EXCEEDED' : ''}`,
    ])
  }
  console.log(`\n(c) the page\n${table.toString()}`)
  return figures.every(({ value, limit }) => limit === undefined || value <= limit)
}

if (import.meta.main && !(await runPageBench())) process.exitCode = 1
