import { exitCodes } from '../exit-code'
import { examples, newVerb, printJson, printLines, withClient, type Verb } from '../verb'
import { planLines } from '../views/plan-lines'

/** `lastmile plan APP VERSION --env E` */
export const verb: Verb = ({ cli, finish }) =>
  newVerb('plan', 'Show the batches a release would have, and how many hosts serve in each. Nothing is started.')
    .argument('<app>', 'the app, as in lastmile.yml')
    .argument('<version>', 'the version that would be released')
    .requiredOption('--env <environment>', 'the environment')
    .option('--sha256 <hash>', 'the digest of the package, as for run')
    .option('--live', 'look at the hosts first, instead of using what was seen last')
    .addHelpText(
      'after',
      examples(
        'lastmile plan shop-api 1.4.0 --env production',
        'lastmile plan shop-api 1.4.0 --env production --live --json',
      ),
    )
    .action((app, version, { env: environment, live = false, sha256, ...options }) =>
      withClient(cli, options, async (client) => {
        const input = { app, version, environment, live, checkRelease: true, sha256 }
        const plan = await client.request('plan:make', input)
        if (options.json) printJson(cli, plan)
        else printLines(cli, planLines(plan, cli.stdout.colors))
        finish(exitCodes.succeeded)
      }),
    )
