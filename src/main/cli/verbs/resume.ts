import { isOver } from '../exit-code'
import { follow } from '../follow'
import { gateAttendant } from '../gate-choice'
import { breakLockHelp, withLock, withoutLockHelp } from '../lock-choice'
import { examples, newVerb, withClient, type Verb } from '../verb'

/** `lastmile resume ROLLOUT` */
export const verb: Verb = ({ cli, finish }) =>
  newVerb(
    'resume',
    'Go on: release the brake, or take up a rollout whose console ended, and follow it. Failures so far are accepted.',
  )
    .argument('<rollout>', 'an id, a unique beginning of one, or "latest"')
    .option('--by <name>', 'who resumes', cli.user)
    .option('--yes', 'answer every tick and sign every further gate as the caller')
    .option('--break-lock', breakLockHelp)
    .option('--without-lock', withoutLockHelp)
    .option('--reason <text>', 'why a lock is broken')
    .addHelpText('after', examples('lastmile resume latest', 'lastmile resume k3j --json'))
    .action((text, options) =>
      withClient(cli, options, async (client) => {
        const { by, json: isJson = false, yes: isYes = false } = options
        const { rollout, phase, seq } = await client.request('rollout:find', { rollout: text })
        if (phase === 'braked') {
          await withLock(cli, 'resume', options, (lock) => client.request('rollout:resume', { rollout, by, lock }))
        } else if (!isOver(phase)) await client.request('rollout:attach', { rollout })
        const attend = gateAttendant(cli, isJson, { by, answers: new Map(), waivers: new Map(), isYes })
        finish(await follow(cli, client, { rollout, by, isJson, afterSeq: seq, attend, dataFolder: options.data }))
      }),
    )
