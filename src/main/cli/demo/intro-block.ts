import { formatDuration } from '../../../shared/util/duration'
import { installedVersion, newVersion } from '../../demo/fleet'
import type { Fault } from '../../demo/faults'
import { stageZones } from '../../demo/fleet-set'
import type { Stage } from '../../demo/stage'
import type { Colors } from '../cli'
import { onCall, releaser } from './demo-people'

export type DemoWishes = {
  readonly hosts: number
  readonly faults: readonly Fault[]
  readonly isInteractive: boolean
  readonly isKept: boolean
}

/** What is about to happen and why, before anything does. Pure. */
export function introBlock({ hosts, faults, isInteractive }: DemoWishes, { bold, dim, yellow }: Colors): string[] {
  const who = isInteractive ? 'you sign' : `${onCall} signs what ${releaser} has started`
  const broken = faults.map(({ host, step }) => `${host} at ${step}`).join(', ')
  return [
    `${bold('Lastmile demo')} ${dim('· everything runs on this machine and is gone afterwards')}`,
    '',
    `  ${hosts} web servers serve customers, each behind an SSH server, all behind a traffic switch.`,
    `  They get version ${newVersion} of the shop in place of ${installedVersion}: a few at a time, with a checklist before`,
    `  each batch that ${who}, and without one customer noticing.`,
    '  That is what counts: no request may fail.',
    ...(faults.length > 0
      ? [yellow(`  Broken on purpose (--fail): ${broken}. See what happens then.`)]
      : [dim('  To see what happens when a host fails: --fail web-07:verify')]),
    '',
    `  Starting ${hosts} hosts …`,
  ]
}

/** The stage is set. Pure. */
export function stageBlock({ fleet, startedInMs }: Stage, { green, dim }: Colors): string[] {
  return [
    `  ${green('✓')} ${fleet.hosts.length} hosts in ${stageZones} zones run shop ${installedVersion} ${dim(`(${formatDuration(startedInMs)})`)}`,
    `  ${green('✓')} customers ask for pages at ${fleet.traffic.url}`,
  ]
}

/** Commands to try while the fleet is kept. Pure. */
export function keepBlock({ fleet, dataFolder, specFile }: Stage, { bold, cyan, dim }: Colors): string[] {
  const data = `--data ${dataFolder}`
  const ways: [string, string][] = [
    [`show latest ${data}`, 'all of the last rollout'],
    [`hosts ${data}`, 'every host with its version'],
    [`history ${data}`, 'all rollouts'],
    [`verify latest ${data}`, 'prove that the journal was not changed'],
    [`logs latest ${fleet.hosts[0]?.name ?? ''} verify ${data}`, 'what a step wrote'],
    [
      `run shop ${newVersion} --env production ${data} --by ${releaser} --unblock --reason "try again"`,
      'release again',
    ],
    [`sign latest --by ${onCall} --yes --answer change=CHG-7 ${data}`, 'sign its gate; once for each'],
    [`rollback latest --yes --reason "try it" ${data}`, 'put back what each host ran before'],
  ]
  return [
    '',
    bold('The fleet stays until Ctrl-C.') + ' Try, in another terminal here:',
    ...ways.map(([command, what]) => `  ${cyan(`npx lastmile ${command}`)}\n      ${dim(what)}`),
    `  The shop: ${cyan(fleet.traffic.url)}   Its process as code: ${cyan(specFile)}`,
  ]
}
