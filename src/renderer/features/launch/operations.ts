import {
  foreseeExclusion,
  foreseeResume,
  foreseeRetry,
  foreseeRevoke,
  foreseeRollback,
  type Foreseen,
} from '../../../shared/domain/foresee'
import type { HostName } from '../../../shared/domain/ids'
import type { RolloutState } from '../../../shared/domain/rollout-state'
import { phaseOf } from '../../../shared/domain/rollout-view'
import { AppError } from '../../../shared/errors/app-error'
import i18next from 'i18next'
import { describeError } from '../../ui/describe-error'
import { batchName, gateName } from './stop-words'

export type OperationName = 'resume' | 'retry' | 'revoke' | 'rollback'

/** An operation with what follows from it, or why it cannot be done now. */
export type OperationView = {
  readonly name: OperationName
  /** Sentences, the most important one first. */
  readonly consequences: readonly string[]
  readonly refusal: string | undefined
}

const ns = 'launch'
const context = (by: string) => ({ actor: by, atMs: Date.now() })

/** What an operation would do now, in the language of the page. Not pure: it reads the clock and the language. */
export function viewOperation(name: OperationName, state: RolloutState, by: string): OperationView {
  switch (name) {
    case 'resume':
      return view(name, foreseeResume(state, context(by)), (foreseen) => resumeWords(state, foreseen))
    case 'retry':
      return view(name, foreseeRetry(state, context(by)), retryWords)
    case 'revoke':
      return view(name, foreseeRevoke(state, context(by)), (foreseen) => revokeWords(state, foreseen))
    case 'rollback':
      return view(name, foreseeRollback(state), rollbackWords)
  }
}

/** What excluding a host would do now. */
export function viewExclusion(state: RolloutState, host: HostName, by: string): Omit<OperationView, 'name'> {
  return wordsOf(foreseeExclusion(state, host, context(by)), ({ owes, isChanged }) => [
    i18next.t('consequence.excluded', { ns, host }),
    ...(isChanged ? [i18next.t('consequence.excludedChanged', { ns })] : []),
    ...(owes ? [i18next.t('consequence.excludedOwes', { ns })] : []),
  ])
}

/** The operations that make sense in this phase, the most likely one first. Pure. */
export function operationsFor(state: RolloutState): readonly OperationName[] {
  switch (phaseOf(state)) {
    case 'braked': {
      const hasFailed = Object.values(state.hosts).some(({ status }) => status === 'failed')
      return hasFailed ? ['retry', 'resume', 'rollback', 'revoke'] : ['resume', 'rollback', 'revoke']
    }
    case 'waiting':
    case 'running':
    case 'soaking':
    case 'pausing':
      return ['retry', 'rollback', 'revoke']
    case 'revoking':
    case 'succeeded':
    case 'failed':
    case 'revoked':
      return state.rolledBackBy === undefined ? ['rollback'] : []
  }
}

type Allowed<What> = Extract<Foreseen<What>, { kind: 'allowed' }>

function view<What>(
  name: OperationName,
  foreseen: Foreseen<What>,
  words: (foreseen: Allowed<What>) => readonly string[],
): OperationView {
  return { name, ...wordsOf(foreseen, words) }
}

function wordsOf<What>(foreseen: Foreseen<What>, words: (foreseen: Allowed<What>) => readonly string[]) {
  if (foreseen.kind === 'refused') {
    const { code, details } = foreseen
    return { consequences: [], refusal: describeError(new AppError(code, { details })) }
  }
  return { consequences: words(foreseen as Allowed<What>), refusal: undefined }
}

type Of<Foresee extends (...given: never[]) => Foreseen<unknown>> = Extract<ReturnType<Foresee>, { kind: 'allowed' }>

function resumeWords(state: RolloutState, { station, started, stayFailed }: Of<typeof foreseeResume>): string[] {
  const place = !station
    ? i18next.t('consequence.toTheEnd', { ns })
    : station.kind === 'gate'
      ? gateName(state, station.gate)
      : batchName(station.batch)
  return [
    i18next.t('consequence.goesOn', { ns, place }),
    ...(started.length > 0
      ? [i18next.t('consequence.started', { ns, count: started.length, hosts: nameHosts(started) })]
      : []),
    ...(stayFailed.length > 0
      ? [i18next.t('consequence.stayFailed', { ns, count: stayFailed.length, hosts: nameHosts(stayFailed) })]
      : []),
  ]
}

function retryWords({ failed, onlyAdmitted, neverStarted }: Of<typeof foreseeRetry>): string[] {
  const count = neverStarted.length
  return [
    ...(failed.length > 0
      ? [i18next.t('consequence.retried', { ns, count: failed.length, hosts: nameHosts(failed) })]
      : []),
    ...(onlyAdmitted.length > 0
      ? [i18next.t('consequence.onlyAdmitted', { ns, count: onlyAdmitted.length, hosts: nameHosts(onlyAdmitted) })]
      : []),
    ...(count > 0 ? [i18next.t('consequence.neverStarted', { ns, count, hosts: nameHosts(neverStarted) })] : []),
  ]
}

function revokeWords(
  { settings }: RolloutState,
  { inFlight, onTarget, untouched, debts }: Of<typeof foreseeRevoke>,
): string[] {
  return [
    i18next.t('consequence.ends', { ns }),
    ...(inFlight > 0 ? [i18next.t('consequence.comesToRest', { ns, count: inFlight })] : []),
    i18next.t('consequence.onTarget', { ns, count: onTarget, version: settings.version }),
    i18next.t('consequence.untouched', { ns, count: untouched }),
    ...(debts > 0 ? [i18next.t('consequence.debtsStay', { ns, count: debts })] : []),
  ]
}

function rollbackWords({ versions, without, inFlight, batches, blocks }: Of<typeof foreseeRollback>): string[] {
  return [
    ...(inFlight > 0 ? [i18next.t('consequence.comesToRest', { ns, count: inFlight })] : []),
    ...versions.map(({ version, hosts }) => i18next.t('consequence.putBack', { ns, count: hosts, version })),
    batches === undefined
      ? i18next.t('consequence.noPlan', { ns })
      : i18next.t('consequence.inBatches', { ns, count: batches }),
    ...(without.length > 0 ? [i18next.t('consequence.without', { ns, hosts: nameHosts(without) })] : []),
    ...(blocks === undefined ? [] : [i18next.t('consequence.blocks', { ns, version: blocks })]),
  ]
}

/** As many names as a sentence can hold. */
const longestNames = 4

/** `web-07, web-08 and 3 more`. */
export function nameHosts(hosts: readonly string[]): string {
  const named = hosts.slice(0, longestNames).join(', ')
  const more = hosts.length - longestNames
  return more > 0 ? i18next.t('consequence.andMore', { ns, hosts: named, count: more }) : named
}
