import type { RolloutEvent, SignOffRecord } from '../../../shared/domain/rollout-event'
import { hostsOfBatch, type RolloutState } from '../../../shared/domain/rollout-state'
import { describeGate } from '../../../shared/domain/gate'
import { consoleActor } from '../../../shared/domain/rollout-command'
import type { WireJournalRow } from '../../../shared/ipc/contract'
import { describeRecovery } from '../../../shared/domain/recovery'
import { formatDuration, formatDurationSpec } from '../../../shared/util/duration'
import { batchName, countOf, listNames, outcomeWords, tally, timeOfDay, versionsOf } from './words'

/** The plain line for a journal row that a person would want to hear of; undefined for the others. Pure. */
export function progressLine(row: WireJournalRow, after: RolloutState) {
  const text = describe({ kind: row.kind, ...row.payload } as RolloutEvent, row, after)
  return text === undefined ? undefined : `${timeOfDay(row.at)} ${oneLine(text)}`
}

/** What hosts wrote may be in a reason; no control character of theirs reaches a terminal. Pure. */
export const oneLine = (text: string): string => text.replace(/\p{Cc}+/gu, ' ').trimEnd()

function describe(event: RolloutEvent, { actor, at }: WireJournalRow, after: RolloutState): string | undefined {
  switch (event.kind) {
    case 'rollout-created':
      return describeStart(after)
    case 'gate-reached':
      return `gate ${describeGate(event.gate)}: waiting`
    case 'item-waived':
      return `gate ${describeGate(event.gate)}: ${event.item} waived by ${actor}: ${event.reason}`
    case 'gate-signed':
      return `gate ${describeGate(event.gate)}: signed by ${event.by}${describeAnswers(event.record)}`
    case 'batch-started':
      return `${batchName(event.batch)}: started, ${countOf(hostsOfBatch(after, event.batch).length, 'host')}`
    case 'batch-finished':
      return describeBatchEnd(event.batch, after, at)
    case 'soak-started':
      return `${batchName(event.batch)}: soaking until ${timeOfDay(event.untilMs)} (${formatDurationSpec(event.untilMs - at)})`
    case 'pause-started':
      return `${batchName(event.batch)}: pausing until ${timeOfDay(event.untilMs)} (${formatDurationSpec(event.untilMs - at)})`
    case 'soak-finished':
      return `${batchName(event.batch)}: soak is over`
    default:
      return describeTrouble(event, actor, after)
  }
}

function describeTrouble(event: RolloutEvent, actor: string, after: RolloutState): string | undefined {
  switch (event.kind) {
    case 'host-failed':
      return `${event.host}: failed at ${event.step}: ${event.reason}`
    case 'host-returned':
      return `${event.host}: put back (${event.reason})`
    case 'host-excluded':
      return `${event.host}: excluded by ${actor}: ${event.reason}`
    case 'brake-pulled':
      return `brake pulled by ${actor === consoleActor ? 'the console' : actor} (${event.cause}): ${event.reason}`
    case 'brake-released':
      return `brake released by ${actor}`
    case 'host-retried':
      return `${event.host}: tried again by ${actor}`
    case 'revoke-requested':
      return `revoked by ${actor}: ${event.reason}`
    case 'release-blocked':
      return `${after.settings.app} ${after.settings.version} is blocked: ${event.reason}`
    case 'lock-broken':
      return `lock of ${event.holder.by} on ${event.holder.machine} broken by ${actor}: ${event.reason}`
    case 'lock-lost':
      return `lock lost: ${event.reason}`
    case 'lock-waived':
      return `${actor} goes on without the lock: ${event.reason}`
    case 'rolled-back':
      return `rolled back by rollout ${event.by}`
    case 'console-restarted':
      return `taken up again; under way: ${listNames(event.interrupted.map(({ host, step }) => `${host} ${step}`))}`
    case 'rollout-finished':
      return describeResult(event, after)
    default:
      return describeRecovery(event)
  }
}

function describeStart(state: RolloutState): string {
  const { rollout, environment, startedBy, plan } = state.settings
  const batches = countOf(plan.batches.length, 'batch').replace('batchs', 'batches')
  return `rollout ${rollout}: ${versionsOf(state)} in ${environment}, ${countOf(plan.hosts, 'host')} in ${batches}, floor ${plan.floor}, started by ${startedBy}`
}

function describeBatchEnd(batch: number, state: RolloutState, atMs: number): string {
  const statuses = hostsOfBatch(state, batch).map(({ status }) => status)
  const startedAtMs = state.batches[batch]?.startedAtMs ?? atMs
  return `${batchName(batch)}: finished in ${formatDuration(atMs - startedAtMs)}, ${tally(statuses, outcomeWords)}`
}

function describeAnswers({ waivers }: SignOffRecord): string {
  const waived = Object.keys(waivers)
  return waived.length > 0 ? ` (waived: ${waived.join(', ')})` : ''
}

function describeResult(event: Extract<RolloutEvent, { kind: 'rollout-finished' }>, state: RolloutState): string {
  const statuses = Object.values(state.hosts).map(({ status }) => status)
  const seconds = formatDuration((state.finishedAtMs ?? state.createdAtMs) - state.createdAtMs)
  const because = event.reason === undefined ? '' : ` (${event.reason})`
  const hosts = tally(statuses, { ...outcomeWords, pending: 'never started', resting: 'at rest' })
  return `rollout ${state.settings.rollout}: ${event.result} in ${seconds}${because}; ${hosts}`
}
