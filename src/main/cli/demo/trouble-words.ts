import { waitingGate, type RolloutState } from '../../../shared/domain/rollout-state'
import type { Colors } from '../cli'
import { failuresOf } from '../follow-end'
import { listNames } from '../views/words'
import { installedVersion } from '../../demo/fleet'
import { oneLine } from '../views/progress-line'
import type { LastWords } from './last-words'
import { releaser } from './demo-people'

/** What a host that failed has written. Pure. */
export function wroteBlock(wrote: LastWords | undefined, { cyan, dim }: Colors): string[] {
  if (!wrote) return []
  return ['', `What it wrote (${cyan(wrote.command)}):`, ...wrote.lines.map((line) => dim(`  │ ${oneLine(line)}`))]
}

/** What a stopped release means, for somebody who has never seen one. Pure. */
export function troubleWords(state: RolloutState, { bold, dim }: Colors): string[] {
  const hosts = Object.values(state.hosts)
  const { version, plan } = state.settings
  const released = hosts.filter(({ versionAfter }) => versionAfter === version).length
  const away = hosts.filter(({ isServing }) => !isServing).map(({ name }) => name)
  const out = away.length === 0 ? 'No host is out of traffic' : `${listNames(away)} stays out of traffic and muted`
  return [
    '',
    bold(state.brake ? 'The brake is on' : 'The release does not go on'),
    dim('  Nothing new is started until a person decides.'),
    dim(`  ${out}, so customers meet no broken host;`),
    dim(`  ${hosts.length - away.length} of ${plan.hosts} hosts serve; ${released} run ${version} already.`),
    ...(waitingGate(state) ? [dim('  Nobody signs a gate with an item that does not hold.')] : []),
  ]
}

/** The one command with which all of it is undone. Pure. */
export function rollbackWords(state: RolloutState, { bold, cyan, dim }: Colors): string[] {
  const [failure] = failuresOf(state)
  const reason = failure ? `${failure.host} fails at ${failure.step}` : `no release without its gates`
  const command = `lastmile rollback ${state.settings.rollout} --by ${releaser} --yes --reason "${reason}"`
  return [
    '',
    `${bold(releaser)} decides to go back to ${installedVersion}, with one command:`,
    `  ${cyan(command)}`,
    dim('  Only hosts that were touched go back, to what each of them ran before.'),
  ]
}
