import { describeGate } from '../../../shared/domain/gate'
import { asGateId } from '../../../shared/domain/ids'
import { describeDebtKind } from '../../../shared/domain/lifecycle'
import { hostsInFlight, openDebts, waitingGate, type RolloutState } from '../../../shared/domain/rollout-state'
import { formatDuration } from '../../../shared/util/duration'
import type { Colors } from '../cli'
import { canRollBack, type FollowEnd } from '../follow-end'
import { checklistLines } from './checklist-lines'
import { oneLine } from './progress-line'
import type { EndContext } from './rollout-printer'
import { countOf, listNames, outcomeWords, tally } from './words'

type EndView = EndContext & { readonly colors: Colors; readonly nowMs: number }
/** At most this many failed hosts are listed; `show` has them all. */
const failuresShown = 10

/** What a person needs to know when following ends: how, why, and the commands that lead on. Pure. */
export function endLines(end: FollowEnd, state: RolloutState, view: EndView): string[] {
  switch (end.result) {
    case 'succeeded':
    case 'failed':
    case 'revoked':
      return [...resultLines(end, state, view), ...failureLines(end, view), ...debtLines(state, view)]
    case 'waiting':
      return waitingLines(end, state, view)
    case 'braked':
      return brakedLines(end, state, view)
    case 'detached':
      return detachedLines(end, state, view)
  }
}

function resultLines({ result, rollout }: FollowEnd, state: RolloutState, { colors }: EndView): string[] {
  const paint = result === 'succeeded' ? colors.green : colors.red
  const hosts = tally(
    Object.values(state.hosts).map(({ status }) => status),
    { ...outcomeWords, pending: 'never started', resting: 'at rest' },
  )
  const took = formatDuration((state.finishedAtMs ?? state.createdAtMs) - state.createdAtMs)
  return [paint(colors.bold(`Rollout ${rollout} ${result}`)) + ` in ${took}: ${hosts}.`]
}

function waitingLines({ rollout, gate = '', reason }: FollowEnd, state: RolloutState, view: EndView): string[] {
  const { colors, isOwner } = view
  const waiting = waitingGate(state)
  return [
    colors.yellow(colors.bold(`Rollout ${rollout} waits at the gate ${describeGate(asGateId(gate))}.`)),
    ...(waiting ? checklistLines(state, waiting, colors) : []),
    ...(reason === undefined ? [] : [`Why: ${oneLine(reason)}.`.replace(/\.\.$/, '.')]),
    ...(isOwner ? ['Nothing runs until someone signs:'] : ['Ways forward:']),
    ...ways(view, rollout, [
      ['sign', '', 'answer what is open and sign'],
      ['revoke', '--reason "…"', 'end it here'],
      ...(canRollBack(state) ? [['rollback', '--reason "…"', 'put back what each host ran before'] as const] : []),
    ]),
  ]
}

function brakedLines(end: FollowEnd, state: RolloutState, view: EndView): string[] {
  const { colors } = view
  const [failed] = end.failures ?? []
  const retry: Way = ['retry', '', 'try failed and never-started hosts again']
  return [
    colors.yellow(colors.bold(`Rollout ${end.rollout} is braked: ${oneLine(end.reason ?? '')}.`.replace(/\.\.$/, '.'))),
    ...failureLines(end, view),
    ...debtLines(state, view),
    'Ways forward:',
    ...ways(view, end.rollout, [
      // most likely wanted first: with nothing failed, somebody only wanted to look
      ...(failed ? [retry] : []),
      ['resume', '', failed ? 'accept the failures and go on' : 'go on'],
      ...(failed ? [] : [retry]),
      ['exclude', `${failed?.host ?? 'HOST'} --reason "…"`, 'leave a host out'],
      ...(failed ? [['logs', `${failed.host} ${failed.step}`, 'see what it wrote'] as const] : []),
      ...(canRollBack(state) ? [['rollback', '--reason "…"', 'put back what each host ran before'] as const] : []),
    ]),
  ]
}

function detachedLines({ rollout }: FollowEnd, state: RolloutState, view: EndView): string[] {
  const inFlight = hostsInFlight(state).map(({ name }) => name)
  const running = inFlight.length > 0 ? ` (${listNames(inFlight)})` : ''
  return [
    view.isOwner
      ? `Detached. The console ends with this command; remote steps that are under way go on${running}, nothing new is started.`
      : 'Detached. The console in the other process goes on with the rollout.',
    ...ways(view, rollout, [['resume', '', view.isOwner ? 'take it up again' : 'follow it again']]),
  ]
}

function failureLines({ failures = [] }: FollowEnd, { colors }: EndView): string[] {
  const shown = failures.slice(0, failuresShown)
  return [
    ...shown.map(({ host, step, reason }) => `  ${colors.red('✗')} ${host}  ${step}: ${oneLine(reason)}`),
    ...(failures.length > shown.length ? [`  … and ${countOf(failures.length - shown.length, 'more host')}`] : []),
  ]
}

function debtLines(state: RolloutState, view: EndView): string[] {
  const open = openDebts(state)
  if (open.length === 0) return []
  const named = open.map(({ host, kind }) => `${host} ${describeDebtKind(kind)}`)
  const command = `lastmile debts settle --all${view.dataOption}`
  return [`${view.colors.yellow('Still owed')}: ${listNames(named)}. \`${command}\` gives it back.`]
}

type Way = readonly [verb: string, rest: string, what: string]

function ways({ colors, dataOption }: EndView, rollout: string, all: readonly Way[]): string[] {
  const commands = all.map(([verb, rest]) => `lastmile ${verb} ${rollout}${rest === '' ? '' : ` ${rest}`}${dataOption}`)
  const width = Math.max(...commands.map(({ length }) => length))
  return commands.map((command, i) => `  ${command.padEnd(width)}  ${colors.dim(all[i]?.[2] ?? '')}`)
}
