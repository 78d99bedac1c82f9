import { readFileSync } from 'node:fs'

/** What a run of tests came to. `reasons` says why tests were skipped, most frequent first. */
export type TestTotals = {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  readonly reasons: Readonly<Record<string, number>>
}

/** The part of Vitest's JSON report that is read here. */
type VitestReport = {
  readonly testResults: readonly {
    readonly status: string
    readonly assertionResults: readonly { readonly status: string; readonly ancestorTitles: readonly string[] }[]
  }[]
}

export const noTests: TestTotals = { passed: 0, failed: 0, skipped: 0, reasons: {} }

/** Add totals up. Pure. */
export function addTotals(a: TestTotals, b: TestTotals): TestTotals {
  const reasons = { ...a.reasons }
  for (const [reason, count] of Object.entries(b.reasons)) reasons[reason] = (reasons[reason] ?? 0) + count
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped, reasons }
}

/**
 * Sum up a Vitest JSON report. A file that failed without a failed test (it did not load, or a hook threw) counts as
 * one failure, so that nothing red is ever lost. Pure.
 */
export function sumReport(report: VitestReport): TestTotals {
  let totals = noTests
  for (const file of report.testResults) {
    const failed = file.assertionResults.filter(({ status }) => status === 'failed').length
    const passed = file.assertionResults.filter(({ status }) => status === 'passed').length
    const rest = file.assertionResults.filter(({ status }) => status !== 'failed' && status !== 'passed')
    totals = addTotals(totals, {
      passed,
      failed: failed === 0 && file.status === 'failed' ? 1 : failed,
      skipped: rest.length,
      reasons: rest.map(({ ancestorTitles }) => reasonIn(ancestorTitles)).reduce(countReason, {}),
    })
  }
  return totals
}

/** The totals of one run. A run that failed though its report is green, or that left no report, is a failure. */
export function readTotals(
  reportFile: string,
  exitCode: number,
  runner: 'vitest' | 'playwright' | 'faults' = 'vitest',
): TestTotals {
  let totals = noTests
  try {
    const report: unknown = JSON.parse(readFileSync(reportFile, 'utf8'))
    if (runner === 'vitest') totals = sumReport(report as VitestReport)
    else if (runner === 'playwright') totals = sumPlaywrightReport(report as PlaywrightReport)
    else totals = sumFaultReport(report as FaultReport)
  } catch {
    return { ...noTests, failed: 1 }
  }
  return exitCode !== 0 && totals.failed === 0 ? { ...totals, failed: 1 } : totals
}

/** The part of Playwright's JSON report that is read here. */
type PlaywrightReport = {
  readonly stats: {
    readonly expected: number
    readonly unexpected: number
    readonly flaky: number
    readonly skipped: number
  }
}

/** Sum up a Playwright JSON report; a test that passed only at another try counts as failed. Pure. */
export function sumPlaywrightReport({ stats }: PlaywrightReport): TestTotals {
  const { expected, unexpected, flaky, skipped } = stats
  const reasons: Record<string, number> = skipped > 0 ? { 'said in the test': skipped } : {}
  return { passed: expected, failed: unexpected + flaky, skipped, reasons }
}

/** The part of the fault suite's report that is read here (test/faults/fault-result.ts). */
type FaultReport = {
  readonly results: readonly { readonly state: 'held' | 'failed' | 'skipped'; readonly outcome: string }[]
}

/** Sum up a report of the fault suite: a kind of fault is one test. Pure. */
export function sumFaultReport({ results }: FaultReport): TestTotals {
  const countOf = (wanted: string) => results.filter(({ state }) => state === wanted).length
  const reasons = results.filter(({ state }) => state === 'skipped').map(({ outcome }) => outcome)
  return {
    passed: countOf('held'),
    failed: countOf('failed'),
    skipped: reasons.length,
    reasons: reasons.reduce(countReason, {}),
  }
}

function reasonIn(titles: readonly string[]): string {
  return /\[(needs [^\]]+)\]/.exec(titles.join(' '))?.[1] ?? 'switched off in the test'
}

function countReason(counts: Record<string, number>, reason: string): Record<string, number> {
  return { ...counts, [reason]: (counts[reason] ?? 0) + 1 }
}
