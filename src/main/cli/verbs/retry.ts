import { follow } from '../follow'
import { gateAttendant } from '../gate-choice'
import { breakLockHelp, withLock, withoutLockHelp } from '../lock-choice'
import { examples, newVerb, withClient, type Verb } from '../verb'

/** `lastmile retry ROLLOUT` */
export const verb: Verb = ({ cli, finish }) =>
  newVerb(
    'retry',
    'Try failed and never-started hosts again, nothing else, and follow the rollout. Releases the brake.',
  )
    .argument('<rollout>', 'an id, a unique beginning of one, or "latest"')
    .option('--by <name>', 'who retries', cli.user)
    .option('--yes', 'answer every tick and sign every further gate as the caller')
    .option('--break-lock', breakLockHelp)
    .option('--without-lock', withoutLockHelp)
    .option('--reason <text>', 'why a lock is broken')
    .addHelpText('after', examples('lastmile retry latest', 'lastmile retry k3j --yes'))
    .action((text, options) =>
      withClient(cli, options, async (client) => {
        const { by, json: isJson = false, yes: isYes = false } = options
        const { rollout, seq } = await client.request('rollout:attach', { rollout: text })
        await withLock(cli, 'retry', options, (lock) => client.request('rollout:retry', { rollout, by, lock }))
        const attend = gateAttendant(cli, isJson, { by, answers: new Map(), waivers: new Map(), isYes })
        finish(await follow(cli, client, { rollout, by, isJson, afterSeq: seq, attend, dataFolder: options.data }))
      }),
    )
