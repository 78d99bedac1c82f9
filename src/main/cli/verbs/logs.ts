import type { Output } from '../../../shared/ipc/contract'
import { describeWithheld } from '../../../shared/domain/recovery'
import type { RolloutView } from '../../../shared/domain/rollout-view'
import { AppError } from '../../../shared/errors/app-error'
import { attemptLabel, stepIndex, type StepName } from '../../../shared/domain/lifecycle'
import type { ConsoleClient } from '../../ipc/console-client'
import type { Cli } from '../cli'
import { exitCodes } from '../exit-code'
import { examples, newVerb, printJson, withClient, type Verb } from '../verb'

type LogEntry = Output<'log:list'>[number]

/** `lastmile logs ROLLOUT HOST [STEP]` */
export const verb: Verb = ({ cli, finish }) =>
  newVerb('logs', 'Print what the steps wrote on a host, byte for byte. With --json: which logs there are.')
    .argument('<rollout>', 'an id, a unique beginning of one, or "latest"')
    .argument('<host>', 'the host')
    .argument('[step]', 'only this step, such as verify, or one attempt of it, such as verify.2')
    .addHelpText('after', examples('lastmile logs latest web-07', 'lastmile logs k3j web-07 restart'))
    .action((text, host, wanted, options) =>
      withClient(cli, options, async (client) => {
        const { rollout } = await client.request('rollout:find', { rollout: text })
        const all = (await client.request('log:list', { rollout, host })).toSorted(inOrder)
        const chosen = all.filter((entry) => isWanted(entry, wanted))
        if (chosen.length === 0) throw noLog(rollout, host, wanted, all)
        if (options.json) printJson(cli, chosen)
        else {
          await printLogs(cli, client, { rollout, host }, chosen)
          // a journal that was pruned or is broken leaves its logs as they are
          const view = (await client.request('rollout:show', { rollout }).catch(() => undefined)) as
            RolloutView | undefined
          for (const line of withheldLines(view, host, chosen)) cli.stderr.write(`lastmile: ${line}\n`)
        }
        finish(exitCodes.succeeded)
      }),
    )

/** In the order of the lifecycle; logs of other names come last. */
const inOrder = (a: LogEntry, b: LogEntry): number => rank(a) - rank(b) || a.attempt - b.attempt
const rank = ({ step }: LogEntry): number => stepIndex(step as StepName) >>> 0

const nameOf = ({ step, attempt }: Pick<LogEntry, 'step' | 'attempt'>): string =>
  attemptLabel(step as StepName, attempt)
const isWanted = (entry: LogEntry, wanted: string | undefined): boolean =>
  wanted === undefined || wanted === entry.step || wanted === nameOf(entry)

function noLog(rollout: string, host: string, wanted: string | undefined, all: readonly LogEntry[]): AppError {
  const known = all.map(nameOf).join(', ') || 'none'
  return new AppError('cli.no-log', { details: { rollout, host, step: wanted ?? 'any step', known } })
}

/** Why logs are nothing but stars. */
function withheldLines(view: RolloutView | undefined, host: string, entries: readonly LogEntry[]): string[] {
  const steps = (view?.batches ?? []).flatMap(({ hosts }) => hosts.find(({ name }) => name === host)?.steps ?? [])
  return steps.flatMap(({ step, attempts, withheld }) => {
    const isPrinted = entries.some((entry) => entry.step === step && entry.attempt === attempts)
    return isPrinted && withheld !== undefined ? [`${host}: ${describeWithheld(step, withheld)}`] : []
  })
}

async function printLogs(
  cli: Cli,
  client: ConsoleClient,
  of: { readonly rollout: string; readonly host: string },
  entries: readonly LogEntry[],
): Promise<void> {
  const { stdout } = cli
  for (const entry of entries) {
    const { step, attempt } = entry
    // headers are for the eye; in a file or a pipe there are only the bytes
    if (stdout.isTerminal && entries.length > 1) stdout.write(stdout.colors.bold(`── ${of.host} ${nameOf(entry)}\n`))
    let fromOffset = 0
    while (!stdout.isClosed) {
      const { bytes, nextOffset } = await client.request('log:read', { ...of, step, attempt, fromOffset })
      if (bytes === '') break
      stdout.write(Buffer.from(bytes, 'base64'))
      await stdout.drained()
      fromOffset = nextOffset
    }
  }
}
