import { settle } from '../settle'
import { examples, newVerb, withClient, type Verb } from '../verb'

/** `lastmile brake ROLLOUT` */
export const verb: Verb = ({ cli, finish }) =>
  newVerb('brake', 'Start nothing new and come to rest at a safe point. Exits 0 once the brake is on.')
    .argument('<rollout>', 'an id, a unique beginning of one, or "latest"')
    .option('--reason <text>', 'why; for those who find the rollout braked')
    .option('--by <name>', 'who brakes', cli.user)
    .addHelpText('after', examples('lastmile brake latest --reason "error rate is rising"'))
    .action((text, options) =>
      withClient(cli, options, async (client) => {
        const { by, reason = `braked by ${by}` } = options
        const { seq } = await client.request('rollout:find', { rollout: text })
        const status = await client.request('rollout:brake', { rollout: text, by, reason })
        finish(await settle(cli, client, { status, by, options, afterSeq: seq, wanted: 'braked' }))
      }),
    )
