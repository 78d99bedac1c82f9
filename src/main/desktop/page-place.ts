import { readFileSync, rmSync } from 'node:fs'
import type { WebContents } from 'electron'
import { z } from 'zod'
import { appPage, isAppPage } from './app-origin'
import { writeSmallFile } from './small-file'

/** What is searched for is part of a place: a key a moment is no reason to write. */
const settledMs = 1_000
/** The first place of the page: its board. */
const firstPlace = '/'
/** Behind the `#`, as the browser writes it. Longer ones are not shown again. */
const pagePlace = z.strictObject({ place: z.string().regex(/^\/[\x21-\x7e]{0,2000}$/) })

/**
 * Where in the page a person is: to come back there after the page crashed, and at the next start after the program did, or was
 * ended. A place is taken out of its file at the start and comes back once the page has stood there for a moment: one that
 * brings the whole program down is not gone to a second time.
 */
export class PagePlace {
  readonly #file: string
  #place: string
  #timer: NodeJS.Timeout | undefined

  /** `place`: where to begin. */
  constructor(file: string, place: string = firstPlace) {
    this.#file = file
    this.#place = place
  }

  /** Behind the `#`: `/rollouts/k7m2`. */
  get place(): string {
    return this.#place
  }

  /** To load the page with. */
  get address(): string {
    return this.#place === firstPlace ? appPage : `${appPage}#${this.#place}`
  }

  /** Go by where a page is from now on. */
  follow(contents: WebContents): void {
    const move = (url: string) => {
      if (!isAppPage(url)) return
      const place = new URL(url).hash.slice(1)
      this.#place = pagePlace.safeParse({ place }).data?.place ?? firstPlace
      this.#writeSoon()
    }
    // as it is loaded, and with each step back in the history that loads it again
    contents.on('did-navigate', (_event, url) => move(url))
    contents.on('did-navigate-in-page', (_event, url, isMainFrame) => {
      if (isMainFrame) move(url)
    })
  }

  /** Be somewhere else: this place cannot be shown. */
  leaveFor(place: string): void {
    this.#place = place
    this.#writeSoon()
  }

  /** Begin at the board, at the next start as well. */
  forget(): void {
    this.leaveFor(firstPlace)
    this.flush()
  }

  /** Write it now: the program ends. */
  flush(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    writeSmallFile(this.#file, { place: this.#place })
  }

  #writeSoon(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.flush(), settledMs)
    this.#timer.unref()
  }
}

/** Where the page was when the program ended the last time, once; the board when that is not known. */
export function takePlace(file: string): string {
  try {
    const { place } = pagePlace.parse(JSON.parse(readFileSync(file, 'utf8')))
    rmSync(file)
    return place
  } catch {
    // never written, not by this version, or not to be taken away: the page begins where it does the first time
    return firstPlace
  }
}
