import { attemptLabel, type StepName } from '../../../shared/domain/lifecycle'
import { exitCodes } from '../exit-code'
import { examples, newVerb, printJson, printLines, withClient, type Verb } from '../verb'
import { parseCount } from '../verb-options'

/** `lastmile search TEXT` */
export const verb: Verb = ({ cli, finish }) =>
  newVerb('search', 'Find text in the logs of all rollouts; prints each line that contains it.')
    .argument('<text>', 'what to find')
    .option('--rollout <rollout>', 'only in this rollout')
    .option('--host <host>', 'only on this host')
    .option('--limit <n>', 'at most so many lines', '100')
    .addHelpText('after', examples('lastmile search "connection refused" --rollout latest'))
    .action((text, { rollout, host, limit, ...options }) =>
      withClient(cli, options, async (client) => {
        const most = Math.min(10_000, parseCount('search', '--limit', limit))
        const lines = await client.request('log:search', { text, rollout, host, limit: most })
        const { colors } = cli.stdout
        if (options.json) printJson(cli, lines)
        else {
          const found = lines.map((line) => {
            const place = `${line.rollout} ${line.host} ${attemptLabel(line.step as StepName, line.attempt)}:${line.line}`
            return `${colors.dim(place)}  ${line.text}`
          })
          printLines(cli, found)
          if (lines.length === 0) cli.stderr.write(`lastmile: no line contains "${text}"\n`)
          if (lines.length === most) cli.stderr.write(`lastmile: the first ${most} lines; --limit shows more\n`)
        }
        finish(exitCodes.succeeded)
      }),
    )
