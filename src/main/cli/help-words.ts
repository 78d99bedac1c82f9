import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import { usage } from './verb-options'

const childOf = (command: CommandUnknownOpts, word: string): CommandUnknownOpts | undefined =>
  command.commands.find((child) => child.name() === word)

/**
 * `help debts settle` and `debts help settle` as the `debts settle --help` they mean: the library looks only at the first word,
 * and answers one that it does not know with all help there is. Other command lines stay as they are. Pure.
 * @throws AppError `cli.usage` for a word below a verb that has no such verb
 */
export function asHelpOption(program: CommandUnknownOpts, argv: readonly string[]): readonly string[] {
  const at = argv.indexOf('help')
  if (at < 0) return argv
  let command = program
  const path = argv.slice(0, at)
  for (const word of path) {
    const child = childOf(command, word)
    // the word "help" is an app, a host, the value of an option or the like there
    if (!child || child.commands.length === 0) return argv
    command = child
  }
  for (const word of argv.slice(at + 1).filter((each) => !each.startsWith('-'))) {
    const child = childOf(command, word)
    // as if it was meant to be used: that refuses it, with a name that is like it
    if (!child && command === program) return [word]
    if (!child) throw usage(path.join(' '), `"${path.join(' ')}" has no verb "${word}"`)
    command = child
    path.push(word)
  }
  return [...path, '--help']
}
