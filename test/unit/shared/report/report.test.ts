import { describe, expect, it } from 'vitest'
import { formatCsvReport } from '../../../../src/shared/report/csv-report'
import { reportFileName } from '../../../../src/shared/report/report'
import { reportFixture } from '../../../helpers/report-fixture'

describe('projectReport', () => {
  it('holds the whole journal and everybody who took part', () => {
    const report = reportFixture('bea')
    expect(report).toMatchObject({ report: 1, people: ['bea', 'ann'], rollout: { result: 'revoked' }, reason: 'bea' })
    expect(report.events.map(({ seq }) => seq)).toEqual(report.events.map((_, i) => i + 1))
    expect(JSON.parse(JSON.stringify(report))).toMatchObject({ integrity: { ok: false, seq: 3, why: 'bea' } })
  })
})

describe('reportFileName', () => {
  it.each([
    ['1.1.0', '1.1.0-1.1.0-production-r1.html'],
    ['../../etc/pass wd', 'etc-pass-wd-..-..-etc-pass-wd-production-r1.html'],
    ['商店', '商店-商店-production-r1.html'],
  ])('is one that every file system takes: %s', (text, name) => {
    expect(reportFileName(reportFixture(text), 'html')).toBe(name)
  })
})

describe('formatCsvReport', () => {
  it('has a row for each host and step, quoted where it must be', () => {
    const lines = formatCsvReport(reportFixture('a, "b"')).split('\r\n')
    expect(lines[0]).toMatch(/^rollout,app,environment,version,batch,host,/)
    expect(lines).toHaveLength(1 + 2 * 9 + 1)
    expect(lines.find((line) => line.includes(',verify,failed,'))).toMatch(
      /^r1,"a, ""b""",production,"a, ""b""",1,web-01,failed,.*,verify,failed,1,\d{4}-\d\d-\d\dT[\d:.]+Z,1500,,"a, ""b""","a, ""b"""$/,
    )
  })

  it('gives a spreadsheet no formula to run', () => {
    for (const formula of ['=1+1', '+1', '-1', '@sum', '\t=1']) {
      expect(formatCsvReport(reportFixture(formula))).toContain(`r1,'${formula},production`)
    }
  })
})
