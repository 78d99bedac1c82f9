import type { AppError } from '../../shared/errors/app-error'
import type { WireTrouble } from '../../shared/ipc/requests/console-requests'
import type { Clock } from '../ports/clock'
import type { TroubleBook, TroublePart } from '../ports/troubles'

type Parts = { readonly clock: Pick<Clock, 'nowMs'>; readonly onChange: (open: readonly WireTrouble[]) => void }

/** What keeps parts of this console from their work right now, for everyone who listens. One trouble for each part. */
export class TroubleNews implements TroubleBook {
  readonly #open = new Map<TroublePart, WireTrouble>()
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  list(): readonly WireTrouble[] {
    return [...this.#open.values()]
  }

  report(part: TroublePart, { code, message, details }: AppError): void {
    const known = this.#open.get(part)
    if (known?.message === message) return
    this.#open.set(part, { part, code, message, details, sinceMs: known?.sinceMs ?? this.#parts.clock.nowMs() })
    this.#parts.onChange(this.list())
  }

  clear(part: TroublePart): void {
    if (this.#open.delete(part)) this.#parts.onChange(this.list())
  }
}
