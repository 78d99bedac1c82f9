import { formatCsvReport } from '../../shared/report/csv-report'
import { formatHtmlReport } from '../../shared/report/html-report'
import { projectReport, reportFileName, type Report, type ReportVerdict } from '../../shared/report/report'
import type { Handlers, Output } from '../../shared/ipc/contract'
import type { Clock } from '../ports/clock'
import type { JournalRow } from '../ports/journal'
import type { RolloutService } from '../rollout/rollout-service'

export type ReportServices = {
  readonly rollouts: Pick<RolloutService, 'find' | 'look'>
  readonly clock: Clock
  readonly readRows: (rollout: string, afterSeq: number) => readonly JournalRow[]
  readonly verify: (rollout: string) => ReportVerdict
}

const forms = {
  html: { mediaType: 'text/html; charset=utf-8', format: formatHtmlReport },
  json: { mediaType: 'application/json', format: (report: Report) => `${JSON.stringify(report, undefined, 2)}\n` },
  csv: { mediaType: 'text/csv; charset=utf-8', format: formatCsvReport },
} as const

/** One rollout as one file. */
export function reportHandlers(services: ReportServices): Pick<Handlers, 'rollout:report'> {
  return {
    'rollout:report': ({ rollout, format }) => writeReport(services, rollout, format),
  }
}

function writeReport(
  { rollouts, clock, readRows, verify }: ReportServices,
  text: string,
  form: keyof typeof forms,
): Output<'rollout:report'> {
  const id = rollouts.find(text)
  const { state } = rollouts.look(id)
  const rows = readRows(id, 0).map(({ rollout: _, ...row }) => row)
  const report = projectReport({ state, rows, verdict: verdictOf(verify(id)), atMs: clock.nowMs() })
  const { mediaType, format } = forms[form]
  return { fileName: reportFileName(report, form), mediaType, text: format(report) }
}

/** Without what the one who verifies knows beside it. */
const verdictOf = (verdict: ReportVerdict): ReportVerdict =>
  verdict.ok ? { ok: true, rows: verdict.rows } : { ok: false, seq: verdict.seq, why: verdict.why }
