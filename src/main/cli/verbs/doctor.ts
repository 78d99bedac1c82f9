import { performance } from 'node:perf_hooks'
import type { Cli } from '../cli'
import { findDatabases } from '../doctor/database-findings'
import { findBackups, findFolder } from '../doctor/folder-findings'
import { askSynchronised, findClock } from '../doctor/machine-findings'
import { exitCodes } from '../exit-code'
import { findAround, findInConsole, type Finding } from '../findings'
import { terminalPrompter } from '../terminal-prompter'
import { examples, newVerb, printJson, printLines, type Verb } from '../verb'

/** `lastmile doctor` */
export const verb: Verb = ({ cli, finish }) =>
  newVerb(
    'doctor',
    'Look for what keeps this console from working, and say how to fix it. Exits 1 when it finds a problem.',
  )
    .addHelpText('after', examples('lastmile doctor', 'lastmile doctor --data /srv/lastmile --json'))
    .action(async (options) => {
      const findings = await findAll(cli, options.data)
      const { colors } = cli.stdout
      const marks = { ok: colors.green('✓'), note: colors.yellow('!'), problem: colors.red('✗') }
      if (options.json) printJson(cli, findings)
      else {
        for (const finding of findings) {
          printLines(cli, [`${marks[finding.state]} ${finding.what}`])
          if (finding.state !== 'ok') printLines(cli, [`    why: ${finding.why}`, `    fix: ${finding.fix}`])
        }
      }
      finish(findings.some(({ state }) => state === 'problem') ? exitCodes.failed : exitCodes.succeeded)
    })

/** The folder is looked at before its console is opened: that may migrate it, or not succeed. */
async function findAll(cli: Cli, dataFolder: string | undefined): Promise<Finding[]> {
  const began = { nowMs: cli.nowMs(), passedMs: performance.now() }
  const { examineFolder } = await import('../../examine-folder')
  const seen = examineFolder(dataFolder, journalProgress(cli))
  const prompter = terminalPrompter(cli.questions, false)
  const isSynchronised = await askSynchronised()
  const nowMs = cli.nowMs()
  const stepMs = nowMs - began.nowMs - (performance.now() - began.passedMs)
  return [
    ...findFolder(seen),
    ...findDatabases(seen),
    ...findBackups(seen, nowMs),
    ...(await findInConsole(() => cli.openClient({ dataFolder, prompter }))),
    ...findClock({ nowMs, stepMs, isSynchronised, lastEventAtMs: seen.journals?.lastEventAtMs }),
    ...findAround(cli),
  ]
}

/** Hundreds of journals take a while, and a person wants to see that something happens. */
function journalProgress({ stderr }: Cli): (done: number, total: number) => void {
  return (done, total) => {
    if (!stderr.isTerminal || total < 50) return
    stderr.write(done === total ? '\r\u001b[K' : `\rverifying journals: ${done} of ${total}`)
  }
}
