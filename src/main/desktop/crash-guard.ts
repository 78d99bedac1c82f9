import type { WebContents } from 'electron'
import type { PagePlace } from './page-place'

/** A page that ends more often than this is not brought back without asking: it would only flicker. */
const mostCrashes = 3
const crashesWithinMs = 60_000

export type CrashPorts = {
  readonly place: Pick<PagePlace, 'address' | 'forget'>
  readonly nowMs: () => number
  readonly refused: (what: string) => void
  /** Asked when it happens again and again. False: leave it. */
  readonly askAgain: () => Promise<boolean>
  /** Asked when the page does not answer. True: load it again. */
  readonly askSlow: () => Promise<boolean>
}

/**
 * Bring the page back to where it was when its process ends, and to the board when that happens again and again. What it showed
 * is in the console, which goes on meanwhile; the page asks for it again.
 */
export function guardCrashes(contents: WebContents, ports: CrashPorts): void {
  const { place, nowMs, refused, askAgain, askSlow } = ports
  let crashedAtMs: number[] = []
  const load = () => {
    // the window may be gone by the time somebody answers
    if (!contents.isDestroyed()) contents.loadURL(place.address).catch(() => refused('a page that does not load'))
  }
  contents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return
    refused(`the page ended: ${reason}`)
    crashedAtMs = [...crashedAtMs.filter((atMs) => nowMs() - atMs < crashesWithinMs), nowMs()]
    if (crashedAtMs.length <= mostCrashes) return load()
    // it may be this place that it cannot show, at the next start neither
    place.forget()
    void askAgain().then((isWanted) => {
      if (isWanted) load()
    })
  })
  contents.on('unresponsive', () => {
    refused('the page does not answer')
    void askSlow().then((isWanted) => {
      // it comes back as after any other end
      if (isWanted && !contents.isDestroyed()) contents.forcefullyCrashRenderer()
    })
  })
}
