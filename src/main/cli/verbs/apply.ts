import { exitCodes } from '../exit-code'
import { readInputFile } from '../read-input-file'
import { examples, newVerb, printJson, printLines, withClient, type Verb } from '../verb'
import { renderDiff } from '../views/render-diff'

/** `lastmile apply FILE` */
export const verb: Verb = ({ cli, finish }) =>
  newVerb('apply', 'Store what a lastmile.yml says, after showing what it changes.')
    .argument('<file>', 'the lastmile.yml; - reads standard input')
    .option('--dry-run', 'only show what would change')
    .option('--yes', 'do not ask')
    .addHelpText('after', examples('lastmile apply lastmile.yml', 'lastmile apply lastmile.yml --dry-run --json'))
    .action((file, options) =>
      withClient(cli, options, async (client) => {
        const input = await readInputFile(cli, file)
        const previews = await client.request('spec:preview', input)
        const { colors, isTerminal } = cli.stdout
        const isJson = options.json ?? false
        const isColoured = colors.isColorSupported && isTerminal
        for (const { app, changes } of isJson ? [] : previews) {
          printLines(cli, [colors.bold(app), renderDiff(changes, isColoured)])
        }
        const hasChanges = previews.some(({ changes }) => changes.length > 0)
        const isAsked = hasChanges && cli.isInteractive && !isJson && !options.yes && !options.dryRun
        if (isAsked && !(await cli.questions.confirm('Apply these changes?'))) return finish(exitCodes.refused)
        const applied = options.dryRun ? previews : await client.request('spec:apply', input)
        if (isJson) printJson(cli, applied)
        else if (hasChanges) printLines(cli, [options.dryRun ? 'Nothing was stored (--dry-run).' : 'Applied.'])
        finish(exitCodes.succeeded)
      }),
    )
