import { settle } from '../settle'
import { examples, newVerb, withClient, type Verb } from '../verb'

/** `lastmile revoke ROLLOUT` */
export const verb: Verb = ({ cli, finish }) =>
  newVerb('revoke', 'End a rollout where it stands, once its hosts are at rest. Hosts keep the version they have.')
    .argument('<rollout>', 'an id, a unique beginning of one, or "latest"')
    .option('--reason <text>', 'why')
    .option('--by <name>', 'who revokes', cli.user)
    .addHelpText('after', examples('lastmile revoke latest --reason "superseded by 1.4.1"'))
    .action((text, options) =>
      withClient(cli, options, async (client) => {
        const { by, reason = `revoked by ${by}` } = options
        const { seq } = await client.request('rollout:find', { rollout: text })
        const status = await client.request('rollout:revoke', { rollout: text, by, reason })
        finish(await settle(cli, client, { status, by, options, afterSeq: seq, wanted: 'revoked' }))
      }),
    )
