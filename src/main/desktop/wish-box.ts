import type { DesktopWish } from '../../shared/ipc/desktop-wish'

/** As many as somebody asks for while a page is loading; more are a program that calls again and again. */
const mostWaiting = 20

/** Wishes of the page, kept until there is one that takes them. */
export class WishBox {
  #waiting: DesktopWish[] = []
  #give: ((wish: DesktopWish) => void) | undefined

  add(wish: DesktopWish): void {
    if (this.#give) this.#give(wish)
    else if (this.#waiting.length < mostWaiting) this.#waiting.push(wish)
  }

  /** There is a page. */
  open(give: (wish: DesktopWish) => void): void {
    this.#give = give
    for (const wish of this.#waiting.splice(0)) give(wish)
  }

  /** It is gone, or loads again. */
  close(): void {
    this.#give = undefined
  }
}
