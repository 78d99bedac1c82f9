import { Argument } from '@commander-js/extra-typings'
import { AppError } from '../../../shared/errors/app-error'
import { exitCodes } from '../exit-code'
import { readInputFile } from '../read-input-file'
import { examples, newVerb, printJson, printLines, withClient, type Verb } from '../verb'
import { renderDiff } from '../views/render-diff'

const formats = ['csv', 'ansible', 'ssh-config'] as const

/** `lastmile import FORMAT FILE --app A --env E` */
export const verb: Verb = ({ cli, finish }) =>
  newVerb('import', 'Take hosts over from a file into an environment, after showing what it changes.')
    .addArgument(new Argument('<format>', 'what the file is').choices(formats))
    .argument('<file>', 'the file; - reads standard input')
    .requiredOption('--app <app>', 'the app the hosts belong to')
    .requiredOption('--env <environment>', 'the environment they belong to')
    .option('--dry-run', 'only show what would change')
    .option('--yes', 'do not ask')
    .addHelpText(
      'after',
      examples(
        'lastmile import csv hosts.csv --app shop-api --env production',
        'lastmile import ansible inventory.ini --app shop-api --env production --dry-run',
      ),
    )
    .action((format, file, { app, env: environment, ...options }) =>
      withClient(cli, options, async (client) => {
        const input = { app, environment, format, ...(await readInputFile(cli, file)) }
        const changes = await client.request('host:import', { ...input, preview: true }).catch(explain(input))
        const isJson = options.json ?? false
        const { colors, isTerminal } = cli.stdout
        if (!isJson) printLines(cli, [renderDiff(changes, colors.isColorSupported && isTerminal)])
        const isAsked = changes.length > 0 && cli.isInteractive && !isJson && !options.yes && !options.dryRun
        if (isAsked && !(await cli.questions.confirm('Import these hosts?'))) return finish(exitCodes.refused)
        const imported = options.dryRun ? changes : await client.request('host:import', { ...input, preview: false })
        if (isJson) printJson(cli, imported)
        else if (changes.length > 0) printLines(cli, [options.dryRun ? 'Nothing was stored (--dry-run).' : 'Imported.'])
        finish(exitCodes.succeeded)
      }),
    )

/** Who brings an inventory along may have nothing else yet: what is missing is told with the way to it. */
const explain =
  ({ app, environment }: { readonly app: string; readonly environment: string }) =>
  (error: unknown): never => {
    if (!(error instanceof AppError)) throw error
    const details = { app, environment, known: error.details['known'] }
    if (error.code === 'rollout.app-unknown') throw new AppError('cli.import-no-app', { details, cause: error })
    if (error.code === 'rollout.environment-unknown')
      throw new AppError('cli.import-no-environment', { details, cause: error })
    throw error
  }
