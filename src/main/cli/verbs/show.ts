import type { RolloutView } from '../../../shared/domain/rollout-view'
import { exitCodes } from '../exit-code'
import { examples, newVerb, printJson, printLines, withClient, type Verb } from '../verb'
import { summaryLines } from '../views/rollout-summary'

/** `lastmile show ROLLOUT` */
export const verb: Verb = ({ cli, finish }) =>
  newVerb(
    'show',
    'Show a rollout: its batches, hosts with the failed ones first, gates with who signed what, and debts.',
  )
    .argument('<rollout>', 'an id, a unique beginning of one, or "latest"')
    .addHelpText('after', examples('lastmile show latest', 'lastmile show k3j --json | jq .failures'))
    .action((text, options) =>
      withClient(cli, options, async (client) => {
        const shown = await client.request('rollout:show', { rollout: text })
        if (options.json) printJson(cli, shown)
        // the contract leaves the shape open; it is what `projectRollout` returns
        else printLines(cli, summaryLines(shown as RolloutView, { colors: cli.stdout.colors, nowMs: cli.nowMs() }))
        finish(exitCodes.succeeded)
      }),
    )
