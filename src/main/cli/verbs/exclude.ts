import { exitCodes } from '../exit-code'
import { examples, newVerb, printJson, printLines, withClient, type Verb } from '../verb'

/** `lastmile exclude ROLLOUT HOST` */
export const verb: Verb = ({ cli, finish }) =>
  newVerb('exclude', 'Leave a host out of a rollout: one that has not started, has failed or is at rest.')
    .argument('<rollout>', 'an id, a unique beginning of one, or "latest"')
    .argument('<host>', 'the host, as in lastmile.yml')
    .requiredOption('--reason <text>', 'why')
    .option('--by <name>', 'who excludes it', cli.user)
    .addHelpText('after', examples('lastmile exclude latest web-07 --reason "disk is broken, INC-9"'))
    .action((text, host, options) =>
      withClient(cli, options, async (client) => {
        const { by, reason } = options
        const status = await client.request('rollout:exclude', { rollout: text, host, by, reason })
        if (options.json) printJson(cli, status)
        else printLines(cli, [`${host} is left out. Rollout ${status.rollout}: ${status.position}.`])
        finish(exitCodes.succeeded)
      }),
    )
