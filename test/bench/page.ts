/** `node test/bench/page.ts`: the page alone; `npm run bench` runs it after the rest. */
import { runnerImport } from 'vite'
import { showFigures } from './figure.ts'

type PageBench = typeof import('./page/page-bench')

/** Measure the page and print its figures; false when one is above its limit. */
export async function runPageBench(): Promise<boolean> {
  const { module } = await runnerImport<PageBench>(new URL('./page/page-bench.ts', import.meta.url).pathname)
  const figures = await module.benchPage()
  if (figures) return showFigures('(c) the page', figures)
  console.log('\n(c) the page: no Chromium (apt-get install chromium)')
  return true
}

if (import.meta.main && !(await runPageBench())) process.exitCode = 1
