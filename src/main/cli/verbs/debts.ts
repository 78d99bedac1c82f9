import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import { describeDebtKind } from '../../../shared/domain/lifecycle'
import type { Output } from '../../../shared/ipc/contract'
import { AppError } from '../../../shared/errors/app-error'
import { exitCodes } from '../exit-code'
import { examples, newVerb, printJson, printLines, withClient, type Verb, type VerbHost } from '../verb'
import type { Cli } from '../cli'
import { breakLockHelp, findReason, requireLockReason, withoutLockHelp } from '../lock-choice'
import type { LockChoice, LockOptions } from '../lock-choice'
import { usage } from '../verb-options'
import { tableLines } from '../views/table'
import { dayAndTime } from '../views/words'

type Debt = Output<'debt:list'>[number]

/** `lastmile debts`, `lastmile debts settle` */
export const verb: Verb = (host) =>
  newVerb('debts', 'List what was muted or taken out of traffic and not given back yet.')
    .option('--app <app>', 'only of this app')
    .option('--env <environment>', 'only in this environment')
    .addHelpText('after', examples('lastmile debts', 'lastmile debts settle --all'))
    .addCommand(settleCommand(host))
    .action(({ app, env: environment, ...options }) =>
      withClient(host.cli, options, async (client) => {
        const debts = await client.request('debt:list', { app, environment })
        if (options.json) printJson(host.cli, debts)
        else printLines(host.cli, debts.length > 0 ? debtLines(debts, host) : ['Nothing is owed.'])
        host.finish(exitCodes.succeeded)
      }),
    )

function settleCommand({ cli, finish }: VerbHost): CommandUnknownOpts {
  return newVerb('settle', 'Give back what is owed and see it confirmed. Exits 1 when it cannot be done everywhere.')
    .argument('[debts...]', 'ids of debts, or hosts')
    .option('--all', 'every open debt')
    .option('--app <app>', 'only of this app')
    .option('--env <environment>', 'only in this environment')
    .option('--by-hand', 'it was done by hand: only mark it as settled; needs --reason')
    .option('--break-lock', breakLockHelp)
    .option('--without-lock', withoutLockHelp)
    .option('--reason <text>', 'how it was done by hand, or why a lock is broken')
    .option('--by <name>', 'who settles', cli.user)
    .addHelpText(
      'after',
      examples('lastmile debts settle web-07', 'lastmile debts settle web-07 --by-hand --reason "put back by netops"'),
    )
    .action((words, _own, command) => {
      // what `debts` itself has is taken by it, also behind the name of this one
      const { app, env: environment, all = false, byHand = false, by, reason, ...options } = command.optsWithGlobals()
      const lockOptions = { ...options, reason }
      requireLockReason('debts settle', lockOptions)
      return withClient(cli, options, async (client) => {
        if (all === words.length > 0) throw usage('debts settle', 'name debts or hosts, or give --all')
        const open = await client.request('debt:list', { app, environment })
        const debts = all ? open.map(({ debt }) => debt) : chosenDebts(open, words)
        const request = (some: string[], lock?: LockChoice) =>
          client.request('debt:settle', { debts: some, by, byHand, reason, lock })
        const results = debts.length > 0 ? await settleAll(cli, request, debts, lockOptions) : []
        const { colors } = cli.stdout
        if (options.json) printJson(cli, results)
        else {
          const lines = results.map(({ debt, host, ok, problem = 'failed' }) =>
            ok ? `${colors.green('✓')} ${host}  ${debt} is settled` : `${colors.red('✗')} ${host}  ${debt}: ${problem}`,
          )
          printLines(cli, lines.length > 0 ? lines : ['Nothing is owed.'])
        }
        finish(results.every(({ ok }) => ok) ? exitCodes.succeeded : exitCodes.failed)
      })
    })
}

type Settlements = Output<'debt:settle'>

/** Settle, and once more what a lock was in the way of that may be broken, when the options or the person say so. */
async function settleAll(
  cli: Cli,
  request: (debts: string[], lock?: LockChoice) => Promise<Settlements>,
  debts: string[],
  options: LockOptions,
): Promise<Settlements> {
  const { withoutLock, reason = '' } = options
  const settled: Settlements = []
  const byLock = Map.groupBy(await request(debts, withoutLock ? { kind: 'without', reason } : undefined), staleLockOf)
  for (const [lock, behind] of byLock) {
    const why = lock === undefined ? undefined : await findReason(cli, behind[0]!.error!, options)
    if (lock === undefined || why === undefined) settled.push(...behind)
    else {
      const debtsBehind = behind.map(({ debt }) => debt)
      settled.push(...(await request(debtsBehind, { kind: 'break', lock, reason: why })))
    }
  }
  return settled
}

const staleLockOf = ({ error }: Settlements[number]): string | undefined =>
  error?.code === 'lock.stale' ? String(error.details['lock']) : undefined

/** Debts by id, or all of a host. @throws AppError `rollout.debt-unknown` */
function chosenDebts(open: readonly Debt[], words: readonly string[]): string[] {
  const chosen = words.flatMap((word) => {
    const matching = open.filter(({ debt, host }) => debt === word || host === word)
    if (matching.length === 0) throw new AppError('rollout.debt-unknown', { details: { debt: word } })
    return matching.map(({ debt }) => debt)
  })
  return [...new Set(chosen)]
}

function debtLines(debts: readonly Debt[], { cli }: VerbHost): string[] {
  const rows = debts.map((debt) => [
    debt.host,
    debt.app,
    debt.environment,
    describeDebtKind(debt.kind),
    dayAndTime(debt.recordedAtMs),
    debt.expiresAtMs === undefined ? undefined : dayAndTime(debt.expiresAtMs),
    debt.debt,
  ])
  return tableLines(['host', 'app', 'environment', 'what', 'since', 'expires', 'debt'], rows, cli.stdout.colors)
}
