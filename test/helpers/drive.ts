import { turns, type FakeClock } from './fake-clock'

/** Event-loop turns without news after which nothing but the clock can bring any. */
const quietTurns = 30

type Driven = {
  readonly clock: FakeClock
  readonly isThere: () => boolean
  /** Changes whenever something has happened. */
  readonly news: () => string
  /** Called again and again on the way. */
  readonly nudge?: () => Promise<void>
  readonly where: () => unknown
}

/** Let everything happen, time too, until it is there. Fails when nothing moves any more. */
export async function drive({ clock, isThere, news, nudge, where }: Driven): Promise<void> {
  for (let quiet = 0, seen = ''; !isThere();) {
    await nudge?.()
    await turns(1)
    const now = news()
    quiet = now === seen ? quiet + 1 : 0
    seen = now
    if (quiet < quietTurns) continue
    quiet = 0
    if (!clock.step()) throw new Error(`nothing moves: ${JSON.stringify(where())}`)
  }
}
