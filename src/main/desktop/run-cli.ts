import { AppError } from '../../shared/errors/app-error'
import type { Cli } from '../cli/cli'
import { main } from '../cli/main'
import { openProcessCli } from '../cli/process-cli'
import { nameNode } from './find-node'
import { keepSecret } from './keep-secret'
import { openDesktopKeychain } from './safe-keychain'

/**
 * A verb of `lastmile` in the installed application, with what that has: its keychain, and a Node beside it for the demo fleet.
 * Electron is ready. Resolves to the exit code.
 */
export async function runCli(
  argv: readonly string[],
  openCli: typeof openProcessCli = openProcessCli,
  run: (argv: readonly string[], cli: Cli) => Promise<number> = main,
): Promise<number> {
  const [verb, ...words] = argv
  const keychain = openDesktopKeychain()
  const cli = openCli(keychain)
  if (verb === 'keep-secret') return keepSecret(words, cli, keychain)
  const node = nameNode(process.env, process.platform)
  if (verb === 'demo' && node === undefined && !words.includes('--help')) return refuseDemo(cli)
  return run(argv, cli)
}

function refuseDemo({ stderr }: Cli): number {
  const why = 'The demo fleet needs a `node` on the PATH: the installed application is none'
  stderr.write(`lastmile: ${new AppError('cli.usage', { details: { why, verb: 'demo' } }).message}\n`)
  return 2
}
