import type { ConsoleClient } from '../ipc/console-client'
import { nothingGoesOn, projectDesktop, type DesktopStatus } from './desktop-status'

/** A rollout over a thousand hosts speaks twenty times a second; the dock need not. */
const askEveryMs = 700

/** Knows what goes on, from the console's pushes. */
export class StatusFollower {
  readonly #client: Pick<ConsoleClient, 'request' | 'onPush'>
  readonly #listeners = new Set<(status: DesktopStatus) => void>()
  readonly #stops: readonly (() => void)[]
  #status = nothingGoesOn
  #timer: NodeJS.Timeout | undefined
  #isStopped = false

  constructor(client: Pick<ConsoleClient, 'request' | 'onPush'>, refused: (what: string) => void) {
    this.#client = client
    const soon = () => {
      this.#timer ??= setTimeout(() => void this.look().catch(again), askEveryMs)
    }
    // what is known is old by now, and the end of the program goes by it
    const again = () => {
      if (this.#isStopped) return
      refused('a board that cannot be read')
      soon()
    }
    this.#stops = [client.onPush('rollout:changed', soon), client.onPush('inventory:changed', soon)]
  }

  get status(): DesktopStatus {
    return this.#status
  }

  /** Called with each change. */
  listen(listener: (status: DesktopStatus) => void): void {
    this.#listeners.add(listener)
  }

  /** Ask now. @throws AppError what the console has to say */
  async look(): Promise<void> {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const { open } = await this.#client.request('board:show', {})
    const status = projectDesktop(open)
    if (this.#isStopped || JSON.stringify(status) === JSON.stringify(this.#status)) return
    this.#status = status
    for (const listener of this.#listeners) listener(status)
  }

  stop(): void {
    this.#isStopped = true
    clearTimeout(this.#timer)
    for (const stop of this.#stops) stop()
  }
}
