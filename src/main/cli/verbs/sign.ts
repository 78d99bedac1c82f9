import { signFirstGate } from '../attend-gate'
import { exitCodes } from '../exit-code'
import { follow } from '../follow'
import { gateAttendant } from '../gate-choice'
import { JournalFeed } from '../journal-feed'
import { signGate, type GivenAnswers } from '../sign-gate'
import { examples, newVerb, printJson, printLines, withClient, type Verb } from '../verb'
import { collect, pairWaivers, parseAnswers } from '../verb-options'
import type { ConsoleClient } from '../../ipc/console-client'

/** `lastmile sign ROLLOUT` */
export const verb: Verb = ({ cli, finish }) =>
  newVerb('sign', 'Answer and sign the gate a rollout waits at, then follow it to the next gate or its end.')
    .argument('<rollout>', 'an id, a unique beginning of one, or "latest"')
    .option('--answer <item=value>', 'answer an item; ITEM=yes makes a tick; may be given several times', collect)
    .option('--waive <item>', 'let the gate open although this item does not hold; needs --reason', collect)
    .option('--reason <text>', 'why it is waived: one for all, or one after each --waive', collect)
    .option('--yes', 'answer every tick of this gate')
    .option('--by <name>', 'who signs', cli.user)
    .option('--detach', 'only sign; do not follow')
    .addHelpText(
      'after',
      examples(
        'lastmile sign latest --yes',
        'lastmile sign k3j --answer on-call=yes --answer ticket=CHG-1204',
        'lastmile sign k3j --waive errors --reason "known noise, INC-7" --by kim',
      ),
    )
    .action((text, options) =>
      withClient(cli, options, async (client) => {
        const { by, json: isJson = false, yes: isYes = false } = options
        const waivers = pairWaivers(options.waive, options.reason)
        const given: GivenAnswers = { by, answers: parseAnswers('sign', options.answer), waivers, isYes }
        const { rollout, seq } = await client.request('rollout:attach', { rollout: text })
        if (options.detach) {
          const status = await signAndLeave(client, rollout, given)
          if (isJson) printJson(cli, status)
          else printLines(cli, [`Signed. Rollout ${rollout}: ${status.position}.`])
          return finish(status.phase === 'waiting' ? exitCodes.waiting : exitCodes.succeeded)
        }
        // a person at a terminal who gave nothing wants to see the checklist first
        const isAsked = cli.isInteractive && !isJson && !isYes && given.answers.size + waivers.size === 0
        const then = gateAttendant(cli, isJson, { ...given, answers: new Map(), waivers: new Map(), isYes: false })
        const attend = isAsked ? then : signFirstGate(given, then)
        finish(await follow(cli, client, { rollout, by, isJson, afterSeq: seq, attend, dataFolder: options.data }))
      }),
    )

/** @throws AppError `gate.*`, `rollout.*` */
async function signAndLeave(client: ConsoleClient, rollout: string, given: GivenAnswers) {
  const feed = new JournalFeed(client, rollout)
  try {
    await feed.open()
    return await signGate(client, feed.state, given, true)
  } finally {
    feed.close()
  }
}
