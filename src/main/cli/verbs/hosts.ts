import { formatDistanceStrict } from 'date-fns/formatDistanceStrict'
import { exitCodes } from '../exit-code'
import { examples, newVerb, printJson, printLines, withClient, type Verb } from '../verb'
import { yesNo } from '../views/words'
import { tableLines } from '../views/table'
import type { Output } from '../../../shared/ipc/contract'

/** `lastmile hosts` */
export const verb: Verb = ({ cli, finish }) =>
  newVerb('hosts', 'List hosts with the version and health that were seen last.')
    .option('--app <app>', 'only this app')
    .option('--env <environment>', 'only this environment')
    .addHelpText('after', examples('lastmile hosts', 'lastmile hosts --app shop-api --env production --json'))
    .action(({ app, env: environment, ...options }) =>
      withClient(cli, options, async (client) => {
        const hosts = await client.request('host:list', { app, environment })
        if (options.json) printJson(cli, hosts)
        else {
          const head = ['host', 'app', 'environment', 'address', 'labels', 'version', 'healthy', 'serving', 'seen']
          const rows = hosts.map((host) => rowOf(host, cli.nowMs()))
          printLines(cli, hosts.length > 0 ? tableLines(head, rows, cli.stdout.colors) : ['No hosts.'])
        }
        finish(exitCodes.succeeded)
      }),
    )

function rowOf(host: Output<'host:list'>[number], nowMs: number) {
  const labels = Object.entries(host.labels).map(([name, value]) => `${name}=${value}`)
  const login = host.user === undefined ? '' : `${host.user}@`
  const port = host.port === undefined ? '' : `:${host.port}`
  const seen = host.observedAtMs === undefined ? 'never' : `${formatDistanceStrict(host.observedAtMs, nowMs)} ago`
  return [
    host.isCanary ? `${host.name} (canary)` : host.name,
    host.app,
    host.environment,
    `${login}${host.address}${port}`,
    labels.join(' '),
    host.version,
    yesNo(host.isHealthy),
    yesNo(host.isServing),
    host.problem ?? seen,
  ]
}
