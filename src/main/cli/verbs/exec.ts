import { chooseCluster } from '../choose-cluster'
import { exitCodes } from '../exit-code'
import { examples, newVerb, printJson, printLines, withClient, type Verb } from '../verb'
import { parseDuration } from '../verb-options'

/** `lastmile exec -- COMMAND` */
export const verb: Verb = ({ cli, finish }) =>
  newVerb('exec', 'Run one command on every host of a cluster. Nothing is recorded. Exits 1 when it fails on a host.')
    .argument('<command...>', 'the command, after --; its words are joined with spaces, as ssh does')
    .option('--app <app>', 'the app; may be left out when only one is known')
    .option('--env <environment>', 'the environment; may be left out when only one is known')
    .option('--timeout <duration>', 'give up on a host after this time', '30s')
    .addHelpText('after', examples('lastmile exec --app shop-api --env test --timeout 5s -- uptime'))
    .action((words, { app, env, timeout, ...options }) =>
      withClient(cli, options, async (client) => {
        const timeoutMs = parseDuration('exec', '--timeout', timeout)
        const cluster = await chooseCluster(client, { app, env })
        const results = await client.request('host:exec', { ...cluster, command: words.join(' '), timeoutMs })
        if (options.json) printJson(cli, results)
        else {
          for (const { host, exitCode, output, problem } of results) {
            printLines(cli, [`── ${host} (${problem ?? `exit code ${exitCode}`})`])
            cli.stdout.write(output === '' || output.endsWith('\n') ? output : `${output}\n`)
          }
        }
        const isGood = results.every(({ exitCode, problem }) => exitCode === 0 && problem === undefined)
        finish(isGood ? exitCodes.succeeded : exitCodes.failed)
      }),
    )
