import type { Output } from '../../../shared/ipc/contract'
import { chooseCluster } from '../choose-cluster'
import type { Colors } from '../cli'
import { exitCodes } from '../exit-code'
import { examples, newVerb, printJson, printLines, withClient, type Verb } from '../verb'
import { tableLines } from '../views/table'
import { countOf, yesNo } from '../views/words'

/** `lastmile check [HOST…]` */
export const verb: Verb = ({ cli, finish }) =>
  newVerb(
    'check',
    'Connect to each host and read its version and health, and to the other hosts that steps run on, such as load balancers. Exits 1 when one cannot be used.',
  )
    .argument('[hosts...]', 'only these hosts')
    .option('--app <app>', 'the app; may be left out when only one is known')
    .option('--env <environment>', 'the environment; may be left out when only one is known')
    .addHelpText('after', examples('lastmile check', 'lastmile check --app shop-api --env production web-01 web-02'))
    .action((names, { app, env, ...options }) =>
      withClient(cli, options, async (client) => {
        const cluster = await chooseCluster(client, { app, env })
        const hosts = names.length > 0 ? { hosts: names } : {}
        const verdicts = await client.request('host:check', { ...cluster, ...hosts })
        const failed = verdicts.filter(({ ok }) => !ok).length
        if (options.json) printJson(cli, verdicts)
        else {
          const { colors } = cli.stdout
          const head = ['', 'host', 'time', 'version', 'healthy', 'server', 'problem']
          printLines(
            cli,
            tableLines(
              head,
              verdicts.map((verdict) => rowOf(verdict, colors)),
              colors,
            ),
          )
          printLines(cli, [`${verdicts.length - failed} of ${countOf(verdicts.length, 'host')} can be used.`])
        }
        finish(failed === 0 ? exitCodes.succeeded : exitCodes.failed)
      }),
    )

const rowOf = (verdict: Output<'host:check'>[number], colors: Colors) => [
  verdict.ok ? colors.green('✓') : colors.red('✗'),
  verdict.isOther ? `${verdict.host} ${colors.dim('(other)')}` : verdict.host,
  verdict.latencyMs === undefined ? undefined : `${Math.round(verdict.latencyMs)} ms`,
  verdict.version,
  yesNo(verdict.isHealthy),
  verdict.server,
  verdict.problem,
]
