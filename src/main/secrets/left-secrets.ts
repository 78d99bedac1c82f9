import { AppError } from '../../shared/errors/app-error'
import { hostNameOf, type Target } from '../ports/machine'
import type { LeftSecret, LeftSecretsBook } from '../ports/secrets'
import type { TroubleBook } from '../ports/troubles'

/** More would make no sentence; each is in the log of its host. */
const mostNamed = 5

/** Where secrets may still be readable on hosts, also since earlier consoles: one trouble until the last of them is cleared. */
export class LeftSecrets {
  readonly #troubles: TroubleBook
  readonly #book: LeftSecretsBook
  readonly #left: Map<string, LeftSecret>

  constructor(troubles: TroubleBook, book: LeftSecretsBook) {
    this.#troubles = troubles
    this.#book = book
    this.#left = new Map(book.list().map((left) => [keyOf(left), left]))
    if (this.#left.size > 0) this.#tell()
  }

  /** All of them, or those of one machine. */
  list(target?: Target): LeftSecret[] {
    const all = [...this.#left.values()]
    return target ? all.filter((left) => hostNameOf(left.target) === hostNameOf(target)) : all
  }

  /** What stands there could not be cleared. */
  add(left: LeftSecret): void {
    this.#left.set(keyOf(left), left)
    this.#keep()
  }

  /** Nothing can be read there any more. */
  remove(place: Pick<LeftSecret, 'target' | 'runDir'>): void {
    if (this.#left.delete(keyOf(place))) this.#keep()
  }

  #keep(): void {
    try {
      this.#book.save([...this.#left.values()])
    } catch (error) {
      // this console goes on to tell it; the next one then does not know
      if (!(error instanceof AppError)) throw error
    }
    this.#tell()
  }

  #tell(): void {
    const left = [...this.#left.values()].map(({ target, runDir, reason }) => ({
      host: hostNameOf(target),
      runDir,
      reason,
    }))
    const [first, ...more] = left
    if (!first) return this.#troubles.clear('secrets')
    const rest = left.length - mostNamed
    const named = left.slice(0, mostNamed).map(({ host, runDir }) => `${host} (${runDir})`)
    const places = named.join(', ') + (rest > 0 ? ` … +${rest}` : '')
    const error =
      more.length === 0
        ? new AppError('secret.left-on-host', { details: first })
        : new AppError('secret.left-on-hosts', { details: { count: left.length, places } })
    this.#troubles.report('secrets', error)
  }
}

const keyOf = ({ target, runDir }: Pick<LeftSecret, 'target' | 'runDir'>): string => `${hostNameOf(target)} ${runDir}`
