import { follow } from '../follow'
import { gateAttendant } from '../gate-choice'
import { breakLockHelp, withLock, withoutLockHelp } from '../lock-choice'
import { examples, newVerb, withClient, type Verb } from '../verb'
import { collect, parseAnswers } from '../verb-options'

/** `lastmile rollback ROLLOUT` */
export const verb: Verb = ({ cli, finish }) =>
  newVerb(
    'rollback',
    'Put back what each host ran before: ends the rollout, blocks its version and follows the rollout that undoes it. Asking for it signs its gate when nothing has to be answered there.',
  )
    .argument('<rollout>', 'an id, a unique beginning of one, or "latest"')
    .option('--reason <text>', 'why; kept with the block on the version')
    .option('--by <name>', 'who rolls back', cli.user)
    .option('--yes', 'answer every tick of its gate')
    .option('--answer <item=value>', 'the value of a checklist item; may be given several times', collect)
    .option('--break-lock', breakLockHelp)
    .option('--without-lock', withoutLockHelp)
    .addHelpText('after', examples('lastmile rollback latest --reason "checkout fails"', 'lastmile rollback k3j --yes'))
    .action((text, options) =>
      withClient(cli, options, async (client) => {
        const { by, json: isJson = false, yes: isYes = false, reason = `rolled back by ${by}` } = options
        const answers = parseAnswers('rollback', options.answer)
        const { rollout } = await withLock(cli, 'rollback', options, (lock) =>
          client.request('rollout:rollback', { rollout: text, by, reason, lock }),
        )
        const attend = gateAttendant(cli, isJson, { by, answers, waivers: new Map(), isYes })
        finish(await follow(cli, client, { rollout, by, isJson, afterSeq: 0, attend, dataFolder: options.data }))
      }),
    )
