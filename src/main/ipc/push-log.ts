import { randomUUID } from 'node:crypto'
import type { Push, PushName } from '../../shared/ipc/events'
import type { ConsoleMessage } from '../../shared/ipc/wire'

/** One push as it was told to everybody. `text` is its message to a page, made once for all of them. */
export type NumberedPush = { readonly number: number; readonly name: PushName; readonly text: string }

/** A place in the pushes of one life of a console. */
export type PushPlace = { readonly epoch: string; readonly push: number }

type Bounds = { readonly pushes: number; readonly characters: number }

/** A page that was away for a minute of a busy launch misses some hundred pushes; who missed more asks for everything again. */
const kept: Bounds = { pushes: 2_000, characters: 8 * 1024 * 1024 }

/** Numbers what a console says unasked and keeps the latest of it for pages that lost their connection. */
export class PushLog {
  /** Different for every life of a console: numbers of another one mean nothing here. */
  readonly epoch = randomUUID()
  readonly #bounds: Bounds
  #recent: NumberedPush[] = []
  #characters = 0
  #last = 0

  constructor(bounds: Bounds = kept) {
    this.#bounds = bounds
  }

  /** Where the console is now; push 0 when it said nothing yet. */
  get place(): PushPlace {
    return { epoch: this.epoch, push: this.#last }
  }

  add<N extends PushName>(name: N, payload: Push<N>): NumberedPush {
    this.#last += 1
    const message: ConsoleMessage = { kind: 'push', number: this.#last, name, payload }
    const push = { number: this.#last, name, text: JSON.stringify(message) }
    this.#recent.push(push)
    this.#characters += push.text.length
    while (this.#recent.length > this.#bounds.pushes || this.#characters > this.#bounds.characters) {
      this.#characters -= this.#recent.shift()?.text.length ?? 0
    }
    return push
  }

  /** What came after a place, in order; undefined when that is not known any more, or of another life. */
  listSince({ epoch, push }: PushPlace): readonly NumberedPush[] | undefined {
    if (epoch !== this.epoch || push > this.#last) return undefined
    const missed = this.#last - push
    if (missed > this.#recent.length) return undefined
    return missed === 0 ? [] : this.#recent.slice(-missed)
  }
}
