import { Option } from '@commander-js/extra-typings'
import { writeFileSync } from 'node:fs'
import { AppError } from '../../../shared/errors/app-error'
import { exitCodes } from '../exit-code'
import { examples, newVerb, printJson, withClient, type Verb } from '../verb'

/** `lastmile report ROLLOUT` */
export const verb: Verb = ({ cli, finish }) =>
  newVerb('report', 'Write all that is known of a rollout as one file, on standard output unless --out names one.')
    .argument('<rollout>', 'its id, the beginning of it, or latest')
    .addOption(
      new Option('--format <format>', 'html: a page to read and print; csv: a row for each host and step')
        .choices(['html', 'json', 'csv'] as const)
        .default('html' as const),
    )
    .option('--out <file>', 'write to this file instead')
    .addHelpText(
      'after',
      examples('lastmile report latest > launch.html', 'lastmile report k3m9 --format csv --out steps.csv'),
    )
    .action((rollout, { format, out, ...options }) =>
      withClient(cli, options, async (client) => {
        const report = await client.request('rollout:report', { rollout, format })
        if (out !== undefined) writeOut(out, report.text)
        if (options.json) printJson(cli, out === undefined ? report : { file: out, mediaType: report.mediaType })
        else if (out === undefined) cli.stdout.write(report.text)
        finish(exitCodes.succeeded)
      }),
    )

/** @throws AppError `cli.file-unwritable` */
function writeOut(file: string, text: string): void {
  try {
    writeFileSync(file, text)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new AppError('cli.file-unwritable', { details: { file, reason }, cause })
  }
}
