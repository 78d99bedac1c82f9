import { formatDuration } from '../../../shared/util/duration'
import { floorOf, type Claim } from '../../demo/demo-claims'
import type { DemoFacts } from '../../demo/demo-facts'
import type { Colors } from '../cli'
import { pad } from '../views/fit'
import { oneLine } from '../views/progress-line'

/** The numbers of a demo, as its end prints them and `--json` has them. */
export type DemoSummary = ReturnType<typeof summarise>

/** Count what happened. Pure. */
export function summarise(facts: DemoFacts, claims: readonly Claim[]) {
  const { rollouts, journals, load, versions, fewestServing, openDebts } = facts
  const batches = rollouts.flatMap((rollout) => rollout.batches.filter(({ startedAtMs }) => startedAtMs !== undefined))
  const signers = rollouts.flatMap(({ gates }) => gates.flatMap((gate) => gate?.signOffs.map(({ by }) => by) ?? []))
  const startedAtMs = rollouts[0]?.createdAtMs ?? 0
  return {
    ok: claims.every(({ holds }) => holds),
    result: rollouts.map(({ type, state }) => `${type} ${state}`).join(', '),
    durationMs: Math.max(0, ...rollouts.map(({ finishedAtMs = startedAtMs }) => finishedAtMs - startedAtMs)),
    hosts: versions.size,
    zones: facts.zones,
    batches: batches.length,
    gatesSigned: signers.length,
    signedBy: countEach(signers),
    requestsServed: load.servedCount,
    servedByVersion: load.byVersion,
    requestsFailed: load.failedCount,
    firstFailures: load.firstFailures,
    requestsHeldBack: load.heldBackCount,
    p50Ms: load.p50Ms,
    p99Ms: load.p99Ms,
    fewestInTraffic: fewestServing,
    floor: floorOf(facts),
    journalRows: journals.reduce((sum, { rows = 0 }) => sum + rows, 0),
    journalVerified: claims.some(({ id, holds }) => id === 'journal' && holds),
    openDebts: openDebts.length,
    versions: countEach([...versions.values()].map((version) => version ?? 'no answer')),
    faults: facts.faults.map(({ host, step }) => `${host}:${step}`),
    rollouts: rollouts.map(({ rollout }) => rollout),
    claims,
  }
}

/** The end of a demo: its numbers, and whether all that it claims was true. Pure. */
export function summaryBlock(summary: DemoSummary, colors: Colors): string[] {
  const { bold, green, red, dim } = colors
  const failed = `requests failed: ${summary.requestsFailed}`
  return [
    '',
    bold('Summary'),
    ...lineUp(beforeFailed(summary)),
    summary.requestsFailed === 0 ? green(failed) : red(failed),
    ...lineUp(afterFailed(summary)),
    ...summary.firstFailures
      .slice(0, 3)
      .map(({ host, failure }) => dim(`  failed on ${host ?? 'the way'}: ${failure}`)),
    '',
    ...summary.claims.map(({ claim, holds, seen }) =>
      holds ? `${green('✓')} ${claim}` : `${red('✗')} not true: ${claim} ${dim(`(seen: ${oneLine(seen)})`)}`,
    ),
  ]
}

function beforeFailed(summary: DemoSummary): [string, string][] {
  const { requestsHeldBack, p50Ms, p99Ms } = summary
  const heldBack = requestsHeldBack > 0 ? `; ${requestsHeldBack} not sent, this machine was too busy` : ''
  return [
    ['duration', formatDuration(summary.durationMs)],
    ['hosts', `${summary.hosts} in ${summary.zones} zones`],
    ['batches', `${summary.batches}`],
    ['gates signed', `${summary.gatesSigned} (${listCounts(summary.signedBy)})`],
    ['requests served', `${summary.requestsServed} (${listCounts(summary.servedByVersion)})${heldBack}`],
    ['answered within', `${p50Ms} ms usually, ${p99Ms} ms for 99 of 100`],
  ]
}

function afterFailed(summary: DemoSummary): [string, string][] {
  const { fewestInTraffic, floor, journalRows, journalVerified } = summary
  return [
    ['fewest serving', `${fewestInTraffic} hosts in traffic, floor ${floor ?? 'unknown'}`],
    ['journal', `${journalRows} rows, ${journalVerified ? 'journal verified' : 'journal NOT verified'}`],
    ['versions', `${listCounts(summary.versions)}, as every host answers itself`],
  ]
}

/** As wide as `requests failed:`, the line between them. */
const lineUp = (rows: readonly [string, string][]): string[] =>
  rows.map(([name, value]) => `${pad(`${name}:`, 'requests failed:'.length)} ${value}`)

const listCounts = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${name}: ${count}`)
    .join(', ')

function countEach(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const name of names.toSorted()) counts[name] = (counts[name] ?? 0) + 1
  return counts
}
