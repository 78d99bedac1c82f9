import { exitCodes } from '../exit-code'
import { findAround, findInConsole } from '../findings'
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
      const prompter = terminalPrompter(cli.questions, false)
      const inside = await findInConsole(() => cli.openClient({ dataFolder: options.data, prompter }))
      const findings = [...inside, ...findAround(cli)]
      const { colors } = cli.stdout
      const marks = { ok: colors.green('✓'), note: colors.yellow('!'), problem: colors.red('✗') }
      if (options.json) printJson(cli, findings)
      else {
        for (const { state, what, why, fix } of findings) {
          printLines(cli, [`${marks[state]} ${what}`])
          if (why !== undefined) printLines(cli, [`    why: ${why}`])
          if (fix !== undefined) printLines(cli, [`    fix: ${fix}`])
        }
      }
      finish(findings.some(({ state }) => state === 'problem') ? exitCodes.failed : exitCodes.succeeded)
    })
