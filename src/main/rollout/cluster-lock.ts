import { buildLockScript, parseLockAnswer, type LockAnswer, type LockVerb } from '../commands/lock-script'
import type { LockHolder } from '../../shared/domain/cluster-lock'
import { AppError } from '../../shared/errors/app-error'
import type { ClusterLock, LockPlace, LockView } from '../ports/lock'
import type { StepShell } from '../ports/shell'

/** A few file operations: milliseconds, and seconds on a host under full load. */
const askTimeoutMs = 20_000

type Ask = {
  readonly verb: LockVerb
  readonly place: LockPlace
  readonly me: LockHolder
  readonly broken?: string
}

/** The lock of a cluster as a directory on a host, over the shell that everything else goes over too. */
export class ShellClusterLock implements ClusterLock {
  readonly #shell: StepShell

  constructor(shell: StepShell) {
    this.#shell = shell
  }

  take(place: LockPlace, me: LockHolder): Promise<LockView> {
    return this.#ask({ verb: 'take', place, me })
  }

  breakAndTake(place: LockPlace, me: LockHolder, broken: string): Promise<LockView> {
    return this.#ask({ verb: 'break', place, me, broken })
  }

  renew(place: LockPlace, me: LockHolder): Promise<LockView> {
    return this.#ask({ verb: 'renew', place, me })
  }

  async release(place: LockPlace, me: LockHolder): Promise<void> {
    await this.#ask({ verb: 'release', place, me })
  }

  async #ask({ verb, place, me, broken }: Ask): Promise<LockView> {
    const { target, directory, app, environment, expiryMs } = place
    const { lock, by, machine, folder, rollout } = me
    const script = buildLockScript({
      verb,
      directory,
      app,
      environment,
      lock,
      ...(broken === undefined ? {} : { broken }),
      expirySeconds: expiryMs / 1_000,
      about: { by, machine, folder, rollout },
    })
    const reply = await this.#shell.query({ target, script, timeoutMs: askTimeoutMs })
    const answer = parseLockAnswer(reply.stdout)
    if (answer && answer.kind !== 'failed') return viewOf(answer)
    const said = reply.stderr.trim().slice(0, 300)
    const reason = answer?.why ?? (said || `the shell answered with exit code ${reply.exitCode}`)
    const host = target.kind === 'local' ? 'this machine' : target.name
    throw new AppError('lock.unusable', { details: { app, environment, host, directory, reason } })
  }
}

function viewOf(answer: Exclude<LockAnswer, { kind: 'failed' }>): LockView {
  if (answer.kind !== 'held') return answer
  const { lock, about, heldForMs, silentMs, isStale } = answer
  return { kind: 'held', holder: { lock, ...about }, heldForMs, silentMs, isStale }
}
