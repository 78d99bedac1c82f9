import { AppError } from '../../shared/errors/app-error'
import type { RawInput } from '../../shared/ipc/contract'
import type { Cli } from './cli'
import { usage } from './verb-options'

export type LockChoice = NonNullable<RawInput<'rollout:resume'>['lock']>

export type LockOptions = {
  readonly breakLock?: true | undefined
  readonly withoutLock?: true | undefined
  readonly reason?: string | undefined
  readonly json?: true | undefined
}

/** What `--help` says of the options that a lock in the way needs. */
export const breakLockHelp = 'break the lock of another console that gives no sign of life; needs --reason'
export const withoutLockHelp = 'go on although the lock of the cluster cannot be asked for; needs --reason'

/**
 * Make a request that needs the lock of a cluster. Where another console's is in the way and may be broken, it is broken when
 * the options say so, or when the person at the terminal says so and why.
 * @throws AppError `lock.*`, `cli.usage` when the reason is missing
 */
export async function withLock<T>(
  cli: Cli,
  verb: string,
  options: LockOptions,
  request: (lock?: LockChoice) => Promise<T>,
): Promise<T> {
  requireLockReason(verb, options)
  const { withoutLock, reason = '' } = options
  if (withoutLock) return request({ kind: 'without', reason })
  try {
    return await request()
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'lock.stale') throw error
    const why = await findReason(cli, error, options)
    if (why === undefined) throw error
    return request({ kind: 'break', lock: String(error.details['lock']), reason: why })
  }
}

/** What another console left is not pushed aside without a word. @throws AppError `cli.usage` */
export function requireLockReason(verb: string, { breakLock, withoutLock, reason = '' }: LockOptions): void {
  if ((breakLock || withoutLock) && reason.trim() === '') {
    throw usage(verb, `${breakLock ? '--break-lock' : '--without-lock'} needs --reason`)
  }
}

/**
 * Why a lock that gives no sign of life may be broken, by the options or by the person at the terminal. Undefined when nobody can
 * be asked, or when the lock is to stay.
 */
export async function findReason(
  cli: Cli,
  error: Pick<AppError, 'message' | 'details'>,
  { json: isJson, breakLock, reason = '' }: LockOptions,
): Promise<string | undefined> {
  if (breakLock) return reason
  if (!cli.canAsk || isJson) return undefined
  cli.stderr.write(`${error.message}\n`)
  const { by, machine } = error.details
  if (!(await cli.questions.confirm(`Break the lock of ${String(by)} on ${String(machine)}?`))) return undefined
  const check = (text: string) => (text.trim() === '' ? 'A reason is needed; it is kept in the journal.' : undefined)
  return cli.questions.input('Why may it be broken?', { check })
}
