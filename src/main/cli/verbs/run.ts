import type { RawInput } from '../../../shared/ipc/contract'
import { follow } from '../follow'
import { gateAttendant } from '../gate-choice'
import { breakLockHelp, withLock, withoutLockHelp } from '../lock-choice'
import { examples, newVerb, withClient, type Verb } from '../verb'
import { collect, parseAnswers } from '../verb-options'

/** `lastmile run APP VERSION --env E` */
export const verb: Verb = ({ cli, finish }) =>
  newVerb(
    'run',
    'Release a version: plan, then batch by batch, with a gate before each. Ctrl-C brakes; twice detaches.',
  )
    .argument('<app>', 'the app, as in lastmile.yml')
    .argument('<version>', 'the version to release')
    .requiredOption('--env <environment>', 'the environment')
    .option('--yes', 'answer every tick and sign every gate as the caller; never waives a failing check')
    .option('--answer <item=value>', 'the value of a checklist item; may be given several times', collect)
    .option('--by <name>', 'who releases', cli.user)
    .option('--sha256 <hash>', 'the digest of the package')
    .option('--exclude <host...>', 'hosts to leave out')
    .option('--unblock', 'lift the block that a rollback put on this version; needs --reason')
    .option('--reason <text>', 'why a host is left out, a block is lifted, or a lock is broken')
    .option('--break-lock', breakLockHelp)
    .option('--without-lock', withoutLockHelp)
    .addHelpText(
      'after',
      examples(
        'lastmile run shop-api 1.4.0 --env production',
        'lastmile run shop-api 1.4.0 --env test --yes --json | jq -r .kind',
        'lastmile run shop-api 1.4.0 --env production --yes --answer ticket=CHG-1204',
      ),
    )
    .action((app, version, options) =>
      withClient(cli, options, async (client) => {
        const {
          env: environment,
          by,
          sha256,
          exclude,
          unblock,
          reason,
          json: isJson = false,
          yes: isYes = false,
        } = options
        const answers = parseAnswers('run', options.answer)
        const input = { app, version, environment, by, sha256, exclude, unblock, reason }
        const start = (lock?: RawInput<'rollout:start'>['lock']) => client.request('rollout:start', { ...input, lock })
        const { rollout } = await withLock(cli, 'run', options, start)
        const attend = gateAttendant(cli, isJson, { by, answers, waivers: new Map(), isYes })
        finish(await follow(cli, client, { rollout, by, isJson, afterSeq: 0, attend, dataFolder: options.data }))
      }),
    )
