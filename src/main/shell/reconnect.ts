import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '../../shared/errors/app-error'
import type { ErrorCode } from '../../shared/errors/catalogue'

const FIRST_DELAY_MS = 100
/** A host that reboots comes back within minutes; asking every ten seconds is neither slow nor a burden on a bastion. */
const DELAY_MAX_MS = 10_000

/** Likely to be gone in a moment, whatever was under way. */
const PASSING: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'ssh.connect-refused',
  'ssh.connect-timeout',
  'ssh.unreachable',
  'ssh.connection-lost',
  'ssh.shell-ended',
  'ssh.handshake-failed',
  'ssh.channel-refused',
  'remote.shell-lost',
  'console.out-of-files',
])
/** Worked a moment ago: a name server, a directory server or a jump host restarts. Not among them: a wrong host key. */
const WORKED_BEFORE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'ssh.name-unknown',
  'ssh.auth-failed',
  'ssh.too-many-attempts',
  'ssh.jump-failed',
  'ssh.proxy-failed',
  'ssh.no-agent',
  'remote.no-shell',
])

/**
 * How long to wait before try `failures + 1`: 100 ms doubling to 10 s, of which a random half is taken off so that a
 * fleet that lost its bastion does not come back all at once. Pure but for `random` (0 ≤ random < 1).
 */
export function reconnectDelayMs(failures: number, random: () => number): number {
  const delayMs = Math.min(DELAY_MAX_MS, FIRST_DELAY_MS * 2 ** Math.min(failures - 1, 20))
  return Math.round(delayMs * (1 - random() / 2))
}

/** May the same be tried again at once? Lost, refused or slow connections yes; keys, passwords and full disks no. Pure. */
export function isPassing(error: unknown): boolean {
  return error instanceof AppError && PASSING.has(error.code)
}

/** A step may be running: is it worth looking for it again? `hasWorked`: this host was spoken to before. Pure. */
export function isWorthAnotherLook(error: unknown, hasWorked: boolean): boolean {
  return isPassing(error) || (hasWorked && error instanceof AppError && WORKED_BEFORE.has(error.code))
}

/** Wait; rejects with the signal's reason when it is aborted. */
export async function pauseMs(delayMs: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await sleep(delayMs, undefined, { signal })
  } catch (error) {
    signal?.throwIfAborted()
    throw error
  }
}
