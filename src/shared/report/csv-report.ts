import type { Report } from './report'

const columns = [
  'rollout',
  'app',
  'environment',
  'version',
  'batch',
  'host',
  'host_state',
  'version_before',
  'version_after',
  'step',
  'step_state',
  'attempts',
  'started_at',
  'duration_ms',
  'exit_code',
  'code',
  'reason',
] as const

type Cell = string | number | undefined

/** One row for each host and step, as RFC 4180 wants it. Pure. Text that a spreadsheet would take for a formula starts with `'`. */
export function formatCsvReport({ rollout }: Report): string {
  const { app, environment, version, batches } = rollout
  const rows = batches.flatMap((batch) =>
    batch.hosts.flatMap((host) =>
      host.steps.map((step): Cell[] => [
        ...[rollout.rollout, app, environment, version, batch.kind === 'canary' ? 'canary' : batch.index],
        ...[host.name, host.state, host.versionBefore, host.versionAfter],
        ...[step.step, step.state, step.attempts],
        step.startedAtMs === undefined ? undefined : new Date(step.startedAtMs).toISOString(),
        ...[step.durationMs, step.exitCode, step.code, step.reason],
      ]),
    ),
  )
  return [columns, ...rows].map((row) => `${row.map(formatCell).join(',')}\r\n`).join('')
}

function formatCell(value: Cell): string {
  if (value === undefined) return ''
  if (typeof value === 'number') return String(value)
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
