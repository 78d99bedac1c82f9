import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { addTotals, noTests, readTotals, sumFaultReport, sumPlaywrightReport, sumReport } from '../../tools/test-totals'

const test = (status: string, ...ancestorTitles: string[]) => ({ status, ancestorTitles })
const folder = mkdtempSync(join(tmpdir(), 'lastmile-totals-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('sumReport', () => {
  it('adds up the tests of all files', () => {
    const report = {
      testResults: [
        { status: 'passed', assertionResults: [test('passed'), test('passed'), test('todo')] },
        { status: 'failed', assertionResults: [test('passed'), test('failed'), test('failed')] },
      ],
    }
    const reasons = { 'switched off in the test': 1 }
    expect(sumReport(report)).toEqual({ passed: 3, failed: 2, skipped: 1, reasons })
  })

  it('counts a file that did not load as one failure', () => {
    expect(sumReport({ testResults: [{ status: 'failed', assertionResults: [] }] })).toEqual({ ...noTests, failed: 1 })
  })

  it('counts a file whose hook threw after its tests passed as one failure', () => {
    const report = { testResults: [{ status: 'failed', assertionResults: [test('passed')] }] }
    expect(sumReport(report)).toEqual({ ...noTests, passed: 1, failed: 1 })
  })

  it('groups skipped tests by what they need', () => {
    const lacksNginx = ['releases a package [needs nginx: apt-get install nginx]', 'twice']
    const report = {
      testResults: [
        { status: 'passed', assertionResults: [test('pending', ...lacksNginx), test('skipped', ...lacksNginx)] },
      ],
    }
    expect(sumReport(report).reasons).toEqual({ 'needs nginx: apt-get install nginx': 2 })
  })
})

describe('sumPlaywrightReport', () => {
  it('counts what passed only at another try as failed', () => {
    const report = { stats: { expected: 5, unexpected: 1, flaky: 2, skipped: 3 } }
    expect(sumPlaywrightReport(report)).toEqual({
      passed: 5,
      failed: 3,
      skipped: 3,
      reasons: { 'said in the test': 3 },
    })
  })
})

describe('sumFaultReport', () => {
  it('counts each kind of fault as one test, and says why some were skipped', () => {
    const results = [
      { state: 'held', outcome: 'The rollout succeeded.' },
      { state: 'failed', outcome: 'It hung.' },
      { state: 'skipped', outcome: 'needs root' },
    ] as const
    expect(sumFaultReport({ results })).toEqual({ passed: 1, failed: 1, skipped: 1, reasons: { 'needs root': 1 } })
  })
})

describe('addTotals', () => {
  it('adds counts and reasons', () => {
    const a = { passed: 1, failed: 2, skipped: 3, reasons: { x: 2, y: 1 } }
    const b = { passed: 10, failed: 20, skipped: 30, reasons: { x: 30 } }
    expect(addTotals(a, b)).toEqual({ passed: 11, failed: 22, skipped: 33, reasons: { x: 32, y: 1 } })
  })
})

describe('readTotals', () => {
  const green = { testResults: [{ status: 'passed', assertionResults: [test('passed')] }] }
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }

  it('reads a green run', () => {
    expect(readTotals(write('green.json', JSON.stringify(green)), 0)).toEqual({ ...noTests, passed: 1 })
  })

  it('counts a green report of a run that failed as one failure', () => {
    expect(readTotals(write('exit.json', JSON.stringify(green)), 1)).toEqual({ ...noTests, passed: 1, failed: 1 })
  })

  it.each([
    ['a missing', join(folder, 'none.json')],
    ['a broken', write('broken.json', '{"testResults": [')],
  ])('counts %s report as one failure', (_, file) => {
    expect(readTotals(file, 0)).toEqual({ ...noTests, failed: 1 })
  })
})
