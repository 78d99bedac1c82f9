import { CommanderError } from '@commander-js/extra-typings'
import { AppError, toWireError } from '../../shared/errors/app-error'
import type { Cli } from './cli'
import { exitCodeOfError, exitCodes, type ExitCode } from './exit-code'
import { asHelpOption } from './help-words'
import { openProcessCli } from './process-cli'
import { buildProgram, buildWholeProgram } from './program'
import type { VerbHost } from './verb'

/** Run one CLI verb; resolves to the exit code. Every error ends here, as one sentence. */
export async function main(argv: readonly string[], cli: Cli = openProcessCli()): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.succeeded
  const host: VerbHost = {
    cli,
    finish: (code) => {
      exitCode = code
    },
    wholeProgram: () => buildWholeProgram(host, __LASTMILE_VERSION__),
  }
  try {
    if (argv.length === 0) argv = ['--help']
    const program = await buildProgram(host, argv, __LASTMILE_VERSION__)
    await program.parseAsync([...asHelpOption(program, argv)], { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.succeeded
    return report(cli, error instanceof CommanderError ? usageError(error, argv) : error, wantsJson(argv))
  }
}

/** What follows `--` belongs to somebody else. Pure. */
const wantsJson = (argv: readonly string[]): boolean =>
  argv.slice(0, argv.includes('--') ? argv.indexOf('--') : undefined).includes('--json')

function usageError({ message }: CommanderError, argv: readonly string[]): AppError {
  const why = message
    .replace(/^error: /, '')
    .replaceAll('\n', ' ')
    .replace(/\.$/, '')
  const [verb = ''] = argv.filter((word) => !word.startsWith('-'))
  const unknown = /^unknown command '(.*?)'(.*)$/.exec(why)
  if (unknown) return new AppError('cli.unknown-verb', { details: { verb: unknown[1], suggestion: unknown[2] ?? '' } })
  return new AppError('cli.usage', { details: { why, verb } })
}

function report(cli: Cli, error: unknown, isJson: boolean): ExitCode {
  const wire = toWireError(error)
  if (isJson) cli.stdout.write(`${JSON.stringify({ error: wire })}\n`)
  cli.stderr.write(`lastmile: ${wire.message}\n`)
  if (wire.code === 'internal.bug' && cli.env['LASTMILE_DEBUG'] && error instanceof Error)
    cli.stderr.write(`${error.stack}\n`)
  return exitCodeOfError(error)
}
