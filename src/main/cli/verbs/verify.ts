import { exitCodes } from '../exit-code'
import { examples, newVerb, printJson, printLines, withClient, type Verb } from '../verb'

/** `lastmile verify ROLLOUT` */
export const verb: Verb = ({ cli, finish }) =>
  newVerb(
    'verify',
    'Compute the hash chain of a journal again. Exits 1 and names the first bad row when it was changed.',
  )
    .argument('<rollout>', 'an id, a unique beginning of one, or "latest"')
    .addHelpText('after', examples('lastmile verify latest'))
    .action((text, options) =>
      withClient(cli, options, async (client) => {
        const verdict = await client.request('rollout:verify', { rollout: text })
        const { rollout, ok, rows, seq, why, prunedAtMs, lastHash } = verdict
        if (options.json) printJson(cli, verdict)
        else if (ok && prunedAtMs !== undefined) {
          const at = new Date(prunedAtMs).toISOString()
          printLines(cli, [
            `The journal of ${rollout} was pruned at ${at}, as is recorded; its last hash was ${lastHash}.`,
          ])
        } else if (ok) printLines(cli, [`The journal of ${rollout} is whole: ${rows} rows.`])
        else printLines(cli, [`The journal of ${rollout} was changed: row ${seq} ${why}.`])
        finish(ok ? exitCodes.succeeded : exitCodes.failed)
      }),
    )
