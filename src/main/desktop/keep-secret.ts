import { AppError } from '../../shared/errors/app-error'
import type { Cli } from '../cli/cli'
import type { SafeKeychain } from './safe-keychain'

/** As `keychain:` in lastmile.yml has it. */
const entryName = /^([^/\s]+)\/(\S+)$/
const forgetWord = '--forget'

type KeepCli = Pick<Cli, 'canAsk' | 'questions' | 'readStdin' | 'stderr'>

/**
 * `lastmile keep-secret SERVICE/ACCOUNT` of an installed application: keep a value for `keychain:` in lastmile.yml. It is typed
 * unseen, or comes over standard input, never as an argument. It is forgotten with `--forget`, or by a person who types none.
 * Resolves to the exit code.
 */
export async function keepSecret(
  words: readonly string[],
  cli: KeepCli,
  keychain: Pick<SafeKeychain, 'keep'>,
): Promise<number> {
  const say = (text: string) => cli.stderr.write(`lastmile: ${text}\n`)
  const names = words.filter((word) => word !== forgetWord)
  const [, service, account] = entryName.exec(names[0] ?? '') ?? []
  if (service === undefined || account === undefined || names.length !== 1) {
    say('keep-secret takes SERVICE/ACCOUNT, as after "keychain:" in lastmile.yml; the value is asked for.')
    say(`With ${forgetWord} it is forgotten instead.`)
    return 2
  }
  const name = `${service}/${account}`
  const value = words.includes(forgetWord) ? '' : await readValue(name, cli)
  if (value instanceof AppError) say(value.message)
  if (value === undefined || value instanceof AppError) return 2
  try {
    await keychain.keep(service, account, value)
  } catch (error) {
    say(`the value is not kept: ${error instanceof Error ? error.message : String(error)}.`)
    return 1
  }
  say(value === '' ? `${name} is forgotten.` : `${name} is kept.`)
  return 0
}

/**
 * The value without the line break at its end; undefined when a person declines. Nothing over standard input is no answer:
 * Electron on Windows gives an input that has ended whatever is typed or piped, and elsewhere a program before the pipe failed.
 */
async function readValue(name: string, cli: KeepCli): Promise<string | undefined | AppError> {
  if (cli.canAsk) return cli.questions.secret(`${name}:`)
  const value = (await cli.readStdin()).replace(/\r?\n$/, '')
  return value === '' ? nothingCame(name) : value
}

function nothingCame(name: string): AppError {
  const why =
    `No value came over standard input, so nothing is kept and nothing is forgotten. ` +
    `To forget ${name}, add ${forgetWord}. On Windows the installed command reads neither what is typed nor what is piped: ` +
    'use "env" or "file" in lastmile.yml there'
  return new AppError('cli.usage', { details: { why, verb: 'keep-secret' } })
}
