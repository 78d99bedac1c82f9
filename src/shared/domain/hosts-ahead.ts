import { settlingAttemptOf, stepNames, type StepName } from './lifecycle'
import type { StepPurpose } from './rollout-event'
import type { HostState } from './rollout-state'

/** What a host itself remembers of a rollout. */
export type HostMemory = {
  /** Attempts that were started there, `drain.1`. */
  readonly own: readonly string[]
  /** Rollouts of the same app that the journal does not know, since this one began. */
  readonly unknownRollouts: readonly string[]
}

type DueStep = { readonly step: StepName; readonly attempt: number; readonly purpose: StepPurpose }

/**
 * Why a step must not be joined or run on a host that did more than the journal knows; undefined when it may. Pure.
 *
 * A journal that was put back from a copy lags behind the hosts. Where a host only went on, its attempts are joined one by
 * one, in their order, and nothing runs twice: the journal catches up. That is wrong where the host also went back: then an
 * old "taken out" would be believed of a host that serves again. So a host that was taken out twice, that was put back
 * without having been restarted, or that another rollout has changed since is left to a person.
 */
export function whyNotCatchUp(host: HostState, due: DueStep, { own, unknownRollouts }: HostMemory): string | undefined {
  if (unknownRollouts.length > 0) {
    return `${host.name} was changed by ${unknownRollouts.join(', ')} since, which this journal does not know`
  }
  if (due.purpose === 'forward' && own.some((name) => isUnknownSettling(host, name))) {
    return `${host.name} was put back by settling a debt since, which this journal does not know`
  }
  const ahead = (step: StepName): number => countAhead(own, step, knownOf(host, step, due))
  if (ahead('drain') > 1 || ahead('mute') > 1) {
    return `${host.name} was taken out more than once since, which this journal does not know (${listAhead(host, due, own)})`
  }
  const isSwitched = host.steps.restart.state === 'ok' || ahead('restart') > 0
  const isPutBack = ahead('admit') + ahead('unmute') > 0
  if (due.purpose === 'forward' && isPutBack && !isSwitched) {
    return `${host.name} was put back since, which this journal does not know (${listAhead(host, due, own)})`
  }
  return undefined
}

/** Attempts up to this one are known to have ended; the one that is due may be news. */
const knownOf = (host: HostState, step: StepName, due: DueStep): number =>
  step === due.step ? due.attempt - 1 : host.steps[step].attempts

/** What ran to settle a debt is no attempt of the rollout. */
const numberOf = (name: string, step: StepName): number => {
  const [word, number] = name.split('.')
  return word === step && settlingAttemptOf(name) === undefined ? Number(number) : 0
}

function isUnknownSettling({ settlings = [] }: HostState, name: string): boolean {
  const attempt = settlingAttemptOf(name)
  return attempt !== undefined && !settlings.includes(attempt)
}

const countAhead = (own: readonly string[], step: StepName, known: number): number =>
  own.filter((name) => numberOf(name, step) > known).length

const listAhead = (host: HostState, due: DueStep, own: readonly string[]): string =>
  stepNames.flatMap((step) => own.filter((name) => numberOf(name, step) > knownOf(host, step, due))).join(', ')
