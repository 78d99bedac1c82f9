import { exitCodes } from '../exit-code'
import { examples, newVerb, printJson, withClient, type Verb } from '../verb'

/** `lastmile export APP` */
export const verb: Verb = ({ cli, finish }) =>
  newVerb('export', 'Write an app back as lastmile.yml, on standard output.')
    .argument('<app>', 'the app')
    .addHelpText('after', examples('lastmile export shop-api > lastmile.yml'))
    .action((app, options) =>
      withClient(cli, options, async (client) => {
        const exported = await client.request('spec:export', { app })
        if (options.json) printJson(cli, exported)
        else cli.stdout.write(exported.text)
        finish(exitCodes.succeeded)
      }),
    )
