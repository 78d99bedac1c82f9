/**
 * `npm run test:all`: everything that can be shown about this tree, in one run. Installs the servers that the
 * integration tests talk to, builds, checks, tests, runs the demo, and ends with the line `N passed, N failed`.
 * A stage that is no test (format, lint, …) counts when it fails.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installTools } from './install-tools.ts'
import { runStage, showSeconds } from './run-stage.ts'
import { findTool, packagesOf } from './system-tools.ts'
import { addTotals, noTests, readTotals, type TestTotals } from './test-totals.ts'

const minuteMs = 60_000
const reports = mkdtempSync(join(tmpdir(), 'lastmile-test-all-'))
const startedAtMs = Date.now()
const failedStages: string[] = []
let totals: TestTotals = noTests

function count(name: string, more: TestTotals): void {
  totals = addTotals(totals, more)
  if (more.failed > 0) failedStages.push(name)
}

/** A stage that passes or fails as a whole: a script of package.json, or a command. */
async function check(name: string, script: string | readonly string[]): Promise<boolean> {
  const command = typeof script === 'string' ? ['npm', 'run', '--silent', script] : script
  const exitCode = await runStage(name, command, 5 * minuteMs)
  count(name, { ...noTests, failed: exitCode === 0 ? 0 : 1 })
  return exitCode === 0
}

/** All tests of one Vitest project. */
async function vitest(project: string, timeoutMs: number): Promise<void> {
  const report = join(reports, `${project}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const command = ['vitest', 'run', '--project', project, '--passWithNoTests', '--silent=passed-only', ...reporters]
  count(project, readTotals(report, await runStage(`${project} tests`, command, timeoutMs)))
}

/** The page in a real browser. */
async function endToEnd(timeoutMs: number): Promise<void> {
  if (findTool('chromium') === undefined) {
    console.log(`\nend-to-end tests are skipped: no Chromium (apt-get install ${packagesOf(['chromium']).join(' ')})`)
    return count('end-to-end', { ...noTests, skipped: 1, reasons: { 'needs chromium': 1 } })
  }
  const report = join(reports, 'e2e.json')
  process.env['E2E_REPORT'] = report
  const command = ['playwright', 'test', '-c', 'test/e2e/playwright.config.ts']
  count('end-to-end', readTotals(report, await runStage('end-to-end tests', command, timeoutMs), 'playwright'))
}

/** The kinds of faults that CI sees; `npm run faults` runs all of them. */
async function faults(timeoutMs: number): Promise<void> {
  const report = join(reports, 'faults.json')
  const command = ['npm', 'run', '--silent', 'faults', '--', '--short', '--json', report]
  count('faults', readTotals(report, await runStage('faults', command, timeoutMs), 'faults'))
}

async function demo(): Promise<void> {
  const exitCode = await runStage('demo', ['npm', 'run', '--silent', 'demo', '--', '--hosts', '12'], 4 * minuteMs)
  count('demo', { ...noTests, passed: exitCode === 0 ? 1 : 0, failed: exitCode === 0 ? 0 : 1 })
}

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }

console.log('── system tools ──')
installTools()
const isBuilt = await check('build', 'build')
await check('format', 'format:check')
await check('lint', 'lint')
await check('types', 'typecheck')
// `npm run package -- --check` without building once more
if (isBuilt) await check('package', ['node', 'test/tools/package.ts', '--check'])
await vitest('unit*', 10 * minuteMs)
if (isBuilt) await vitest('integration', 12 * minuteMs)
if (isBuilt) await faults(8 * minuteMs)
if (isBuilt) await endToEnd(20 * minuteMs)
if (isBuilt && scripts['demo'] !== undefined) await demo()
rmSync(reports, { recursive: true, force: true })

console.log(`\nTook ${showSeconds(Date.now() - startedAtMs)}.`)
for (const [reason, tests] of Object.entries(totals.reasons)) console.log(`skipped: ${tests} (${reason})`)
if (!isBuilt)
  console.log('not run, because the build failed: package, integration tests, faults, end-to-end tests, demo')
if (failedStages.length > 0) console.log(`failed: ${failedStages.join(', ')}`)
console.log(`${totals.passed} passed, ${totals.failed} failed`)
process.exitCode = totals.failed === 0 ? 0 : 1
