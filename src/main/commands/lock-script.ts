import { runPath, stripShell } from './agent-text'
import lockSource from './lock.sh?raw'
import { quote, quotePath } from './quote'

/** What is asked of a lock: `take` it, `break` that of another one who gives no sign of life, give one, or `release` it. */
export type LockVerb = 'take' | 'break' | 'renew' | 'release'

export type LockRequest = {
  readonly verb: LockVerb
  /** Absolute, or `~/…`. */
  readonly directory: string
  readonly app: string
  readonly environment: string
  /** Names who asks; letters and digits. */
  readonly lock: string
  /** Whose lock is to be broken. */
  readonly broken?: string
  readonly expirySeconds: number
  /** For people who find the lock in their way. */
  readonly about: Readonly<Record<'by' | 'machine' | 'folder' | 'rollout', string>>
}

/**
 * One act on the lock of a cluster, for a query. Pure. Every act is atomic among any number of consoles, and repeating it does
 * no harm. What became of it stands in `lock=` of the output, see `parseLockAnswer`.
 *
 * The lock is a directory, made by `mkdir`; its owner is the file `owner.<lock>` in it. Taking it away from one owner is the
 * rename of that very file, so of two who break it only one does, and nobody breaks a lock that is not the one he saw. Whoever
 * renamed the file, or made the directory, may write the next owner. Times are those of the host's own clock.
 * @throws AppError `remote.nul-in-text`
 */
export function buildLockScript(request: LockRequest): string {
  const { verb, directory, lock, broken = '', expirySeconds, about } = request
  const lines = Object.entries(about).map(([key, value]) => `${key}=${value.replace(/\p{Cc}+/gu, ' ')}`)
  return [
    // a directory of one's own choice is one that several users share
    `umask ${directory.startsWith('~/') ? '077' : '007'}`,
    `lm_root=${quotePath(directory)}`,
    `lm_lock=$lm_root/${quote(lockName(request))}`,
    `lm_id=${quote(lock)} lm_broken=${quote(broken)} lm_expiry=${Math.ceil(expirySeconds)}`,
    `lm_about=${quote(lines.join('\n'))}`,
    stripShell(lockSource),
    `lm_${verb}`,
  ].join('\n')
}

/** `<app>.<environment>`, safe as the name of a directory; two clusters never have the same. */
const lockName = ({ app, environment }: LockRequest): string =>
  `${runPath(app).replaceAll('.', '%2E')}.${runPath(environment)}`

/** What became of an act. `taking`: somebody is about to become the owner, or ended in the middle of that. */
export type LockAnswer =
  | { readonly kind: 'ours' }
  | { readonly kind: 'free' }
  | { readonly kind: 'taking' }
  | { readonly kind: 'failed'; readonly why: string }
  | {
      readonly kind: 'held'
      readonly lock: string
      readonly about: LockRequest['about']
      readonly heldForMs: number
      /** Since its last sign of life. */
      readonly silentMs: number
      readonly isStale: boolean
    }

/** Read the answer of a lock script; undefined when it is none. Pure. */
export function parseLockAnswer(stdout: string): LockAnswer | undefined {
  const facts = new Map(
    stdout.split('\n').map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const),
  )
  const text = (key: string) => facts.get(key) ?? ''
  const kind = facts.get('lock')
  switch (kind) {
    case 'ours':
    case 'free':
    case 'taking':
      return { kind }
    case 'failed':
      return { kind, why: text('why') || 'no reason was given' }
    case 'held': {
      const seconds = (key: string) => Math.max(0, Number(text('now')) - Number(text(key))) || 0
      return {
        kind,
        lock: text('owner'),
        about: { by: text('by'), machine: text('machine'), folder: text('folder'), rollout: text('rollout') },
        heldForMs: seconds('since') * 1_000,
        silentMs: seconds('beat') * 1_000,
        isStale: text('stale') === 'yes',
      }
    }
    default:
      return undefined
  }
}
