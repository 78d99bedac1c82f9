import { Command, Help } from '@commander-js/extra-typings'
import { commonGroup, type Verb, type VerbHost } from './verb'

export type VerbEntry = {
  readonly name: string
  /** One line for `lastmile --help`. */
  readonly summary: string
  readonly group: string
  readonly isHidden?: boolean
  /** Loaded when the verb is used, so that the others cost nothing. */
  readonly load: () => Promise<{ readonly verb: Verb }>
}

const releasing = 'Release:'
const operating = 'Steer a rollout:'
const looking = 'Look:'
const fleet = 'Apps and hosts:'
const tools = 'This program:'

const entry = (name: string, group: string, summary: string, load: VerbEntry['load']): VerbEntry => ({
  name,
  group,
  summary,
  load,
})

/** Every verb. To add one: a file in `verbs/` that exports `verb`, and a line here. */
export const verbs: readonly VerbEntry[] = [
  entry('plan', releasing, 'show the batches a release would have', () => import('./verbs/plan')),
  entry('stage', releasing, 'put a package on the hosts ahead of its window', () => import('./verbs/stage')),
  entry('run', releasing, 'release a version, batch by batch', () => import('./verbs/run')),
  entry('sign', operating, 'answer and sign the gate that waits', () => import('./verbs/sign')),
  entry('brake', operating, 'start nothing new and come to rest', () => import('./verbs/brake')),
  entry('resume', operating, 'go on: after a brake, or after a console ended', () => import('./verbs/resume')),
  entry('retry', operating, 'try failed and never-started hosts again', () => import('./verbs/retry')),
  entry('exclude', operating, 'leave a host out of a rollout', () => import('./verbs/exclude')),
  entry('revoke', operating, 'end a rollout where it stands', () => import('./verbs/revoke')),
  entry('rollback', operating, 'put back what each host ran before', () => import('./verbs/rollback')),
  entry('debts', operating, 'list and settle what was muted or taken out', () => import('./verbs/debts')),
  entry('show', looking, 'show a rollout: batches, hosts, gates, debts', () => import('./verbs/show')),
  entry('history', looking, 'list rollouts', () => import('./verbs/history')),
  entry('logs', looking, 'print what a step wrote on a host', () => import('./verbs/logs')),
  entry('search', looking, 'find text in all logs', () => import('./verbs/search')),
  entry('verify', looking, 'prove that a journal was not changed', () => import('./verbs/verify')),
  entry('report', looking, 'write a rollout as one file to keep or print', () => import('./verbs/report')),
  entry('apply', fleet, 'store what a lastmile.yml says', () => import('./verbs/apply')),
  entry('export', fleet, 'write an app back as lastmile.yml', () => import('./verbs/export')),
  entry('import', fleet, 'take hosts over from CSV, Ansible or ssh_config', () => import('./verbs/import')),
  entry('hosts', fleet, 'list hosts with version and health', () => import('./verbs/hosts')),
  entry('check', fleet, 'connect to hosts and read version and health', () => import('./verbs/check')),
  {
    ...entry('exec', fleet, 'run one command on every host of a cluster', () => import('./verbs/exec')),
    isHidden: true,
  },
  entry('serve', tools, 'serve the console to a browser', () => import('./verbs/serve')),
  entry('demo', tools, 'release to a small fleet on this machine, under load', () => import('./verbs/demo')),
  entry('backup', tools, 'copy inventory, journals and settings', () => import('./verbs/backup')),
  entry('prune', tools, 'remove old logs and give their space back', () => import('./verbs/prune')),
  entry('restore', tools, 'put a backup in the place of the database', () => import('./verbs/restore')),
  entry('doctor', tools, 'look for what keeps this console from working', () => import('./verbs/doctor')),
  entry('completion', tools, 'print the completion script of a shell', () => import('./verbs/completion')),
]

/** The program with the verb that `argv` names; the others are only known by their line in the help. */
export async function buildProgram(host: VerbHost, argv: readonly string[], version: string): Promise<Command> {
  const program = newProgram(host, version)
  const wanted = wantedVerb(argv)
  for (const known of verbs) {
    const command = known.name === wanted ? (await known.load()).verb(host) : new Command(known.name)
    addVerb(program, known, command)
  }
  return program
}

/** The program with all its verbs, for completion and for tests. */
export async function buildWholeProgram(host: VerbHost, version: string): Promise<Command> {
  const program = newProgram(host, version)
  for (const known of verbs) addVerb(program, known, (await known.load()).verb(host))
  return program
}

/** The verb that is asked for, also by `lastmile help VERB`. Pure. */
function wantedVerb(argv: readonly string[]): string | undefined {
  const words = argv.filter((word) => !word.startsWith('-'))
  return words[0] === 'help' ? words[1] : words[0]
}

function newProgram({ cli }: VerbHost, version: string): Command {
  return new Command('lastmile')
    .description('Release console: batched rollouts over SSH with a sign-off before every batch.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [verb]', 'show the help of a verb')
    .commandsGroup(tools)
    .configureHelp({ groupItems: (...items) => commonLast(help.groupItems(...items)) })
    .exitOverride()
    .configureOutput({
      writeOut: (text) => cli.stdout.write(text),
      writeErr: (text) => cli.stderr.write(text),
      // main.ts tells errors in one way
      outputError: () => undefined,
      getOutHelpWidth: () => Math.min(cli.stdout.columns, 120),
    })
    .addHelpText('after', exitCodeHelp)
}

const help = new Help()

/** What a verb alone has comes before what all of them have. */
function commonLast<Item>(groups: Map<string, Item[]>): Map<string, Item[]> {
  const isCommon = ([name]: readonly [string, Item[]]) => name === commonGroup
  return new Map([...[...groups].filter((group) => !isCommon(group)), ...[...groups].filter(isCommon)])
}

const exitCodeHelp = `
ROLLOUT is an id, a unique beginning of one, or "latest".
Exit codes: 0 succeeded, 1 failed, 2 usage or refused, 3 waiting for a person or braked, 4 revoked.
`

function addVerb(program: Command, { summary, group, isHidden = false }: VerbEntry, command: ReturnType<Verb>): void {
  command.copyInheritedSettings(program)
  for (const child of command.commands) child.copyInheritedSettings(program)
  command.summary(summary).helpGroup(group)
  program.addCommand(command, { hidden: isHidden })
}
