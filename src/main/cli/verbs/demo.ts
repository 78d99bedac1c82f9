import { Command } from '@commander-js/extra-typings'
import { AppError } from '../../../shared/errors/app-error'
import { parseFault, type Fault } from '../../demo/faults'
import { planRoster, resolveFaultHosts } from '../../demo/fleet-roster'
import { stageZones } from '../../demo/fleet-set'
import { runDemo } from '../demo/run-demo'
import { commonGroup, examples, type Verb } from '../verb'
import { collect, parseCount, usage } from '../verb-options'

/** With fewer hosts a plan needs answers that the script does not have; more need too much memory for a laptop. */
const fewestHosts = 3
const mostHosts = 500

/** `lastmile demo` */
export const verb: Verb = ({ cli, finish }) =>
  new Command('demo')
    .description(
      'Start a small fleet on this machine and release to it under load. Exits 0 only if all that it claims was true.',
    )
    .optionsGroup(commonGroup)
    .option('--json', 'print one JSON summary at the end and nothing else')
    .optionsGroup('Options:')
    .option('--hosts <count>', `how many hosts, ${fewestHosts} to ${mostHosts}`, '12')
    .option('--fail <host:step>', 'let a step fail on a host; may be given several times', collect)
    .option('--interactive', 'ask you at the gates instead of answering by a script')
    .option('--keep', 'leave the fleet running at the end, for commands of your own, until Ctrl-C')
    .addHelpText(
      'after',
      examples('lastmile demo', 'lastmile demo --fail web-07:verify', 'lastmile demo --hosts 200 --interactive --keep'),
    )
    .action(async ({ json: isJson = false, interactive: isInteractive = false, keep: isKept = false, ...options }) => {
      if (isInteractive && isJson) throw usage('demo', '--interactive and --json do not go together')
      if (isInteractive && !cli.isInteractive) throw usage('demo', '--interactive needs a terminal')
      const hosts = parseHosts(options.hosts)
      const faults = parseFaults(hosts, options.fail)
      finish(await runDemo(cli, { hosts, faults, isInteractive, isKept }, isJson))
    })

/** @throws AppError `cli.usage` */
function parseHosts(text: string): number {
  const hosts = parseCount('demo', '--hosts', text)
  if (hosts < fewestHosts || hosts > mostHosts) {
    throw usage('demo', `--hosts takes a number from ${fewestHosts} to ${mostHosts}, not ${hosts}`)
  }
  return hosts
}

/** @throws AppError `cli.usage` */
function parseFaults(hosts: number, words: readonly string[] = []): Fault[] {
  try {
    return resolveFaultHosts(planRoster(hosts, stageZones), words.map(parseFault))
  } catch (error) {
    if (error instanceof AppError) throw usage('demo', error.message.replace(/\.$/, ''))
    throw error
  }
}
