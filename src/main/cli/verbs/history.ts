import type { Output } from '../../../shared/ipc/contract'
import { formatDuration } from '../../../shared/util/duration'
import type { Colors } from '../cli'
import { exitCodes } from '../exit-code'
import { examples, newVerb, printJson, printLines, withClient, type Verb } from '../verb'
import { parseCount } from '../verb-options'
import { tableLines } from '../views/table'
import { dayAndTime } from '../views/words'

/** `lastmile history` */
export const verb: Verb = ({ cli, finish }) =>
  newVerb('history', 'List rollouts, the latest first.')
    .option('--app <app>', 'only of this app')
    .option('--env <environment>', 'only in this environment')
    .option('--limit <n>', 'at most so many', '20')
    .addHelpText(
      'after',
      examples('lastmile history', 'lastmile history --app shop-api --env production --limit 100 --json'),
    )
    .action(({ app, env: environment, limit, ...options }) =>
      withClient(cli, options, async (client) => {
        const input = { app, environment, limit: Math.min(10_000, parseCount('history', '--limit', limit)) }
        const rollouts = await client.request('rollout:list', input)
        if (options.json) printJson(cli, rollouts)
        else {
          const head = ['rollout', 'app', 'version', 'environment', 'started', 'by', 'took', 'result']
          const rows = rollouts.map((rollout) => rowOf(rollout, cli.stdout.colors))
          printLines(cli, rows.length > 0 ? tableLines(head, rows, cli.stdout.colors) : ['No rollouts yet.'])
        }
        finish(exitCodes.succeeded)
      }),
    )

function rowOf(rollout: Output<'rollout:list'>[number], colors: Colors) {
  const { createdAtMs, finishedAtMs, result, rollsBack, prunedAtMs } = rollout
  const paint = result === 'succeeded' ? colors.green : result === undefined ? colors.cyan : colors.red
  return [
    rollout.rollout,
    rollout.app,
    rollsBack === undefined ? rollout.version : `${rollout.version} (rolls back ${rollsBack})`,
    rollout.environment,
    dayAndTime(createdAtMs),
    rollout.startedBy,
    finishedAtMs === undefined ? undefined : formatDuration(finishedAtMs - createdAtMs),
    paint(result ?? 'in progress') + (prunedAtMs === undefined ? '' : ', pruned'),
  ]
}
