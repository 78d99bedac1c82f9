import { AppError } from '../../shared/errors/app-error'
import { hostNameOf, type Target } from '../ports/machine'
import type { TroubleBook } from '../ports/troubles'

/** What one attempt left on its machine. */
type Place = { readonly target: Target; readonly runDir: string }

/** More would make no sentence; each is in the log of its host. */
const mostNamed = 5

/** Where secrets may still be readable on hosts, as far as this console knows: one trouble until the last of them is cleared. */
export class LeftSecrets {
  readonly #troubles: TroubleBook
  readonly #left = new Map<string, AppError>()

  constructor(troubles: TroubleBook) {
    this.#troubles = troubles
  }

  /** What stands there could not be cleared. */
  add(place: Place, error: AppError): void {
    const details = { host: hostNameOf(place.target), runDir: place.runDir, reason: error.message }
    const told = error.code === 'secret.left-on-host' ? error : new AppError('secret.left-on-host', { details })
    this.#left.set(keyOf(place), told)
    this.#tell()
  }

  /** Nothing can be read there any more. */
  remove(place: Place): void {
    if (this.#left.delete(keyOf(place))) this.#tell()
  }

  #tell(): void {
    const [first, ...more] = this.#left.values()
    if (!first) return this.#troubles.clear('secrets')
    this.#troubles.report(
      'secrets',
      more.length === 0 ? first : new AppError('secret.left-on-hosts', { details: this.#places() }),
    )
  }

  #places() {
    const all = [...this.#left.values()].map(
      ({ details }) => `${String(details['host'])} (${String(details['runDir'])})`,
    )
    const rest = all.length - mostNamed
    return { count: all.length, places: all.slice(0, mostNamed).join(', ') + (rest > 0 ? ` … +${rest}` : '') }
  }
}

const keyOf = ({ target, runDir }: Place): string => `${hostNameOf(target)} ${runDir}`
