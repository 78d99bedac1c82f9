import type { Output } from '../../../shared/ipc/contract'
import { formatBytes } from '../../../shared/util/bytes'
import { parseSizeBytes } from '../../../shared/util/size'
import type { ConsoleClient } from '../../ipc/console-client'
import type { Cli } from '../cli'
import { exitCodes } from '../exit-code'
import { examples, newVerb, printJson, printLines, withClient, type Verb } from '../verb'
import { parseCount, usage } from '../verb-options'
import { tableLines } from '../views/table'
import { countOf, dayAndTime } from '../views/words'

type Options = {
  readonly keepDays?: string | undefined
  readonly maxSize?: string | undefined
  readonly journals?: true | undefined
  readonly keepRollouts?: string | undefined
  readonly dryRun?: true | undefined
  readonly json?: true | undefined
  readonly by: string
}
type Pruned = Output<'log:prune'>

/** `lastmile prune` */
export const verb: Verb = ({ cli, finish }) =>
  newVerb(
    'prune',
    'Remove logs that are too old or too many, and give their space back; a running console does it each day by the limits of its settings. Logs of rollouts in progress stay. What is removed is recorded: when, by whom, why. With --journals: remove whole journals of old rollouts instead, of which then only the line in the history and the last hash are left.',
  )
    .option('--keep-days <n>', 'keep what was written in the last n days; for --journals: of rollouts that ended then')
    .option('--max-size <size>', 'keep at most so much of logs, the newest: 500M, 20G')
    .option('--journals', 'remove journals; needs --keep-days and --keep-rollouts')
    .option('--keep-rollouts <n>', 'keep the journals of the newest n rollouts, whatever their age')
    .option('--dry-run', 'only say what would be removed')
    .option('--by <name>', 'who prunes', cli.user)
    .addHelpText(
      'after',
      examples(
        'lastmile prune --dry-run',
        'lastmile prune --keep-days 90 --max-size 5G',
        'lastmile prune --journals --keep-days 1095 --keep-rollouts 200',
      ),
    )
    .action((options) =>
      withClient(cli, options, async (client) => {
        await (options.journals ? pruneJournals(cli, client, options) : pruneLogs(cli, client, options))
        finish(exitCodes.succeeded)
      }),
    )

async function pruneLogs(cli: Cli, client: ConsoleClient, options: Options): Promise<void> {
  const { keepDays, maxSize, keepRollouts, dryRun: isDryRun = false, by } = options
  if (keepRollouts !== undefined) throw usage('prune', '--keep-rollouts is for --journals')
  const outcome = await client.request('log:prune', {
    ...(keepDays === undefined ? {} : { keepDays: parseCount('prune', '--keep-days', keepDays) }),
    ...(maxSize === undefined ? {} : { maxBytes: parseSize(maxSize) }),
    isDryRun,
    by,
  })
  if (options.json) return printJson(cli, outcome)
  const { pruned, keptBytes } = outcome
  if (pruned.length > 0)
    printLines(cli, tableLines(['logs of', 'last written', 'size', 'why'], pruned.map(rowOf), cli.stdout.colors))
  const bytes = pruned.reduce((sum, { storedBytes }) => sum + storedBytes, 0)
  const did = isDryRun ? 'Would remove' : 'Removed'
  printLines(cli, [
    pruned.length === 0
      ? `Nothing to remove; ${formatBytes(keptBytes)} of logs are kept.`
      : `${did} the logs of ${countOf(pruned.length, 'rollout')}, ${formatBytes(bytes)}; ${formatBytes(keptBytes)} are kept.`,
  ])
}

async function pruneJournals(cli: Cli, client: ConsoleClient, options: Options): Promise<void> {
  const { keepDays, maxSize, keepRollouts, dryRun: isDryRun = false, by } = options
  if (maxSize !== undefined)
    throw usage('prune', '--max-size is for logs; journals go by --keep-days and --keep-rollouts')
  if (keepDays === undefined || keepRollouts === undefined) {
    throw usage('prune', '--journals needs --keep-days and --keep-rollouts: journals are evidence')
  }
  const { rollouts } = await client.request('journal:prune', {
    keepDays: parseCount('prune', '--keep-days', keepDays),
    keepRollouts: parseCount('prune', '--keep-rollouts', keepRollouts),
    isDryRun,
    by,
  })
  if (options.json) return printJson(cli, { rollouts })
  const did = isDryRun ? 'Would remove' : 'Removed'
  printLines(cli, [
    rollouts.length === 0
      ? 'No journal is that old.'
      : `${did} the journals of ${countOf(rollouts.length, 'rollout')}: ${rollouts.join(', ')}`,
  ])
}

const rowOf = ({ rollout, lastAtMs, storedBytes, because }: Pruned['pruned'][number]) => [
  rollout,
  dayAndTime(lastAtMs),
  formatBytes(storedBytes),
  because === 'age' ? 'too old' : 'too many',
]

/** @throws AppError `cli.usage` */
function parseSize(text: string): number {
  const sizeBytes = parseSizeBytes(text)
  if (sizeBytes === undefined) throw usage('prune', `--max-size takes a size such as 500M or 20G, not "${text}"`)
  return sizeBytes
}
