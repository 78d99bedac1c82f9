import { exitCodes } from '../exit-code'
import { examples, newVerb, printJson, printLines, withClient, type Verb } from '../verb'
import { countOf } from '../views/words'

/** `lastmile stage APP VERSION --env E` */
export const verb: Verb = ({ cli, finish }) =>
  newVerb(
    'stage',
    'Put a package on every host ahead of its window: precheck and fetch, nothing else. Exits 1 when a host fails.',
  )
    .argument('<app>', 'the app, as in lastmile.yml')
    .argument('<version>', 'the version to stage')
    .requiredOption('--env <environment>', 'the environment')
    .option('--sha256 <hash>', 'the digest of the package')
    .option('--by <name>', 'who stages', cli.user)
    .addHelpText('after', examples('lastmile stage shop-api 1.4.0 --env production'))
    .action((app, version, { env: environment, ...options }) =>
      withClient(cli, options, async (client) => {
        const { by, sha256 } = options
        const hosts = await client.request('stage:run', { app, version, environment, by, sha256 })
        const failed = hosts.filter(({ ok }) => !ok)
        const { colors } = cli.stdout
        if (options.json) printJson(cli, hosts)
        else {
          const lines = failed.map(({ host, problem }) => `  ${colors.red('✗')} ${host}  ${problem ?? 'failed'}`)
          const staged = `${app} ${version} is staged on ${hosts.length - failed.length} of ${countOf(hosts.length, 'host')}.`
          printLines(cli, [...lines, staged])
        }
        finish(failed.length === 0 ? exitCodes.succeeded : exitCodes.failed)
      }),
    )
