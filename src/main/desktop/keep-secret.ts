import { AppError } from '../../shared/errors/app-error'
import type { Cli } from '../cli/cli'
import type { SafeKeychain } from './safe-keychain'
import { readSecretText } from './secret-text'

/** As `keychain:` in lastmile.yml has it. */
const entryName = /^([^/\s]+)\/(\S+)$/
const forgetWord = '--forget'
const fromWord = '--from'

type KeepCli = Pick<Cli, 'canAsk' | 'questions' | 'readStdin' | 'stderr'>

/**
 * `lastmile keep-secret SERVICE/ACCOUNT` of an installed application: keep a value for `keychain:` in lastmile.yml. It is typed
 * unseen, comes over standard input, or stands in the file after `--from`; it is never an argument. That file stays as it is,
 * since it may have other readers, and the person is told that the value stands in it. It is forgotten with `--forget`, or by a
 * person who types none. Resolves to the exit code.
 */
export async function keepSecret(
  words: readonly string[],
  cli: KeepCli,
  keychain: Pick<SafeKeychain, 'keep'>,
): Promise<number> {
  const say = (text: string) => cli.stderr.write(`lastmile: ${text}\n`)
  const wish = parseWish(words)
  if (!wish) {
    say('keep-secret takes SERVICE/ACCOUNT, as after "keychain:" in lastmile.yml; the value is asked for.')
    say(`With ${fromWord} FILE it is read from there, with ${forgetWord} it is forgotten instead.`)
    return 2
  }
  const { service, account, from } = wish
  const name = `${service}/${account}`
  const value = wish.isForgotten ? '' : await readValue(wish, cli)
  if (value instanceof AppError) say(value.message)
  if (value === undefined || value instanceof AppError) return 2
  try {
    await keychain.keep(service, account, value)
  } catch (error) {
    say(`the value is not kept: ${error instanceof Error ? error.message : String(error)}.`)
    return 1
  }
  say(value === '' ? `${name} is forgotten.` : `${name} is kept.`)
  if (from !== undefined) say(`${from} still has the value, for all who may read that file: delete it.`)
  return 0
}

type Wish = {
  readonly service: string
  readonly account: string
  readonly isForgotten: boolean
  /** The file with the value. */
  readonly from: string | undefined
}

/** Undefined for words that are none of `keep-secret`. Pure. */
function parseWish(words: readonly string[]): Wish | undefined {
  const fromAt = words.indexOf(fromWord)
  const from = fromAt === -1 ? undefined : words[fromAt + 1]
  const others = fromAt === -1 ? words : words.toSpliced(fromAt, 2)
  const isForgotten = others.includes(forgetWord)
  const [name, ...more] = others.filter((word) => word !== forgetWord)
  const [, service, account] = entryName.exec(name ?? '') ?? []
  const isClear = more.length === 0 && (fromAt === -1 || (!isForgotten && from !== undefined && from !== ''))
  if (service === undefined || account === undefined || !isClear) return undefined
  return { service, account, isForgotten, from }
}

/**
 * The value without the line break at its end; undefined when a person declines. Nothing over standard input is no answer:
 * Electron on Windows gives an input that has ended whatever is typed or piped, and elsewhere a program before the pipe failed.
 */
async function readValue({ service, account, from }: Wish, cli: KeepCli): Promise<string | undefined | AppError> {
  if (from !== undefined) return readSecretText(from).catch(asAppError)
  const name = `${service}/${account}`
  if (cli.canAsk) return cli.questions.secret(`${name}:`)
  const value = (await cli.readStdin()).replace(/\r?\n$/, '')
  return value === '' ? nothingCame(name) : value
}

function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  throw error
}

function nothingCame(name: string): AppError {
  const why =
    `No value came over standard input, so nothing is kept and nothing is forgotten. ` +
    `To forget ${name}, add ${forgetWord}. On Windows the installed command reads neither what is typed nor what is piped: ` +
    `there, write the value into a file and add "${fromWord} FILE"`
  return new AppError('cli.usage', { details: { why, verb: 'keep-secret' } })
}
