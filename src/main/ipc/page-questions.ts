import { AppError } from '../../shared/errors/app-error'
import type { Input } from '../../shared/ipc/contract'
import type { WireQuestion } from '../../shared/ipc/requests/console-requests'
import type { Clock } from '../ports/clock'
import type { KeychainState } from '../ports/login-keychain'

/** Somebody who sees it answers within minutes; a connection, and the rollout behind it, must not wait for ever. */
const patienceMs = 600_000

type HostKeyQuestion = { readonly host: string; readonly keyType: string; readonly fingerprint: string }
type Answer = Pick<Input<'question:answer'>, 'accept' | 'secret' | 'keep'>
type Waiting = { readonly question: WireQuestion; readonly settle: (answer: Answer) => void }

type QuestionPorts = {
  readonly clock: Clock
  readonly newId: () => string
  /** All questions that are open now. */
  readonly onChange: (open: WireQuestion[]) => void
}

/**
 * What SSH wants to know from a person, asked on all pages at once; the first answer counts. A question nobody answers
 * within ten minutes is declined. Answers are handed on and not kept.
 */
export class PageQuestions {
  readonly #ports: QuestionPorts
  readonly #waiting = new Map<string, Waiting>()
  readonly #ending = new AbortController()

  constructor(ports: QuestionPorts) {
    this.#ports = ports
  }

  list(): WireQuestion[] {
    return [...this.#waiting.values()].map(({ question }) => question)
  }

  async askHostKey(key: HostKeyQuestion): Promise<boolean | 'all'> {
    const { accept = 'no' } = await this.#ask((common) => ({ kind: 'host-key', ...common, ...key }))
    return accept === 'all' ? 'all' : accept === 'yes'
  }

  /** `keychain`: whether the person can have it kept there; left out where that is not to be offered. */
  async askSecret(text: string, keychain?: KeychainState): Promise<{ secret: string; isToKeep: boolean } | undefined> {
    const { secret, keep } = await this.#ask((common) => ({
      kind: 'secret',
      ...common,
      text,
      ...(keychain && { keychain }),
    }))
    return secret === undefined ? undefined : { secret, isToKeep: keep === true && keychain === 'ready' }
  }

  /** @throws AppError `console.no-question` when it was answered already, or nobody asked it */
  answer({ question, ...answer }: Input<'question:answer'>): void {
    const waiting = this.#waiting.get(question)
    if (!waiting) throw new AppError('console.no-question')
    waiting.settle(answer)
  }

  /** Decline what is open, and all that comes. */
  dispose(): void {
    this.#ending.abort()
    for (const { settle } of this.#waiting.values()) settle({})
  }

  #ask(make: (common: { question: string; askedAtMs: number }) => WireQuestion): Promise<Answer> {
    if (this.#ending.signal.aborted) return Promise.resolve({})
    const { clock, newId } = this.#ports
    const id = newId()
    const askedAtMs = clock.nowMs()
    const late = new AbortController()
    return new Promise((resolve) => {
      const settle = (answer: Answer) => {
        late.abort()
        if (this.#waiting.delete(id)) this.#tell()
        resolve(answer)
      }
      this.#waiting.set(id, { question: make({ question: id, askedAtMs }), settle })
      clock.sleepUntil(askedAtMs + patienceMs, late.signal).then(
        () => settle({}),
        () => undefined,
      )
      this.#tell()
    })
  }

  #tell(): void {
    if (!this.#ending.signal.aborted) this.#ports.onChange(this.list())
  }
}
