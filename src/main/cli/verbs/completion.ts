import { Argument, Command } from '@commander-js/extra-typings'
import { completionScript, shells } from '../completion'
import { exitCodes } from '../exit-code'
import { examples, type Verb } from '../verb'

/** `lastmile completion SHELL` */
export const verb: Verb = ({ cli, finish, wholeProgram }) =>
  new Command('completion')
    .description('Print the completion script of a shell.')
    .addArgument(new Argument('<shell>', 'your shell').choices(shells))
    .addHelpText(
      'after',
      examples(
        'eval "$(lastmile completion bash)"       # in ~/.bashrc',
        'eval "$(lastmile completion zsh)"        # in ~/.zshrc',
        'lastmile completion fish | source        # in config.fish',
      ),
    )
    .action(async (shell) => {
      cli.stdout.write(completionScript(await wholeProgram(), shell))
      finish(exitCodes.succeeded)
    })
