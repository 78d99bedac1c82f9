import type { Cli } from '../cli/cli'
import type { SafeKeychain } from './safe-keychain'

/** As `keychain:` in lastmile.yml has it. */
const entryName = /^([^/\s]+)\/(\S+)$/

/**
 * `lastmile keep-secret SERVICE/ACCOUNT` of an installed application: keep a value for `keychain:` in lastmile.yml. It is typed
 * unseen, or comes over standard input, never as an argument; an empty one is forgotten. Resolves to the exit code.
 */
export async function keepSecret(
  words: readonly string[],
  cli: Pick<Cli, 'canAsk' | 'questions' | 'readStdin' | 'stderr'>,
  keychain: Pick<SafeKeychain, 'keep'>,
): Promise<number> {
  const say = (text: string) => cli.stderr.write(`lastmile: ${text}\n`)
  const [, service, account] = entryName.exec(words[0] ?? '') ?? []
  if (service === undefined || account === undefined || words.length !== 1) {
    say('keep-secret takes SERVICE/ACCOUNT, as after "keychain:" in lastmile.yml; the value is asked for.')
    return 2
  }
  const value = cli.canAsk ? await cli.questions.secret(`${service}/${account}:`) : await cli.readStdin()
  if (value === undefined) return 2
  try {
    await keychain.keep(service, account, value.replace(/\r?\n$/, ''))
  } catch (error) {
    say(`the value is not kept: ${error instanceof Error ? error.message : String(error)}.`)
    return 1
  }
  say(value === '' ? `${service}/${account} is forgotten.` : `${service}/${account} is kept.`)
  return 0
}
