import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings'
import type { ConsoleClient } from '../ipc/console-client'
import type { Cli } from './cli'
import type { ExitCode } from './exit-code'
import { sitOutInterrupts } from './interrupts'
import { terminalPrompter } from './terminal-prompter'

/** What a verb is built with: the world, where its exit code goes, and all verbs for those that are about them. */
export type VerbHost = {
  readonly cli: Cli
  readonly finish: (code: ExitCode) => void
  readonly wholeProgram: () => Promise<CommandUnknownOpts>
}
/** Builds the command of one verb, with its options, help and action. */
export type Verb = (host: VerbHost) => CommandUnknownOpts

export type CommonOptions = { readonly data?: string | undefined; readonly json?: true | undefined }

/** The heading of the options that every verb has. */
export const commonGroup = 'Common options:'

/** A command with the options that every verb has. Its summary comes from the table in `program.ts`. */
export function newVerb(name: string, description: string) {
  return new Command(name)
    .description(description)
    .optionsGroup(commonGroup)
    .option('--data <dir>', 'data folder; default: $LASTMILE_DATA, or the one of this user')
    .option('--json', 'print JSON for scripts')
    .optionsGroup('Options:')
}

/** The end of a verb's help. Pure. */
export const examples = (...lines: readonly string[]): string =>
  `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}\n`

/** Open the console, work with it, let go of it whatever happens. */
export async function withClient<T>(
  cli: Cli,
  { data }: CommonOptions,
  work: (client: ConsoleClient) => Promise<T>,
): Promise<T> {
  const prompter = terminalPrompter(cli.questions, cli.canAsk)
  const client = await cli.openClient({ dataFolder: data, prompter })
  try {
    return await work(client)
  } finally {
    await closeClient(cli, client)
  }
}

/** Let go of a console, whatever is pressed meanwhile: one that runs here gives back its locks and stores its last rows. */
export async function closeClient(cli: Cli, client: ConsoleClient): Promise<void> {
  const stop = sitOutInterrupts(cli)
  try {
    await client.close()
  } finally {
    stop()
  }
}

/** Print a document for scripts. */
export function printJson(cli: Cli, value: unknown): void {
  cli.stdout.write(`${JSON.stringify(value, null, 2)}\n`)
}

/** Print lines for people. */
export function printLines(cli: Cli, lines: readonly string[]): void {
  if (lines.length > 0) cli.stdout.write(`${lines.join('\n')}\n`)
}
