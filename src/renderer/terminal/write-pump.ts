import type { FrameShare, FrameWriter } from './frame-share'

/** The part of a terminal that a pump needs. */
export interface PumpTarget {
  /** `done` once it is on the screen, before anything that was written later. */
  write(data: string | Uint8Array, done: () => void): void
}

/** Text of the page's own between the bytes. `isLineStart`: nothing stands before it on its line. */
export type PumpMark = { readonly text: (isLineStart: boolean) => string; readonly written?: () => void }

type Piece = { readonly kind: 'bytes'; readonly bytes: Uint8Array } | { readonly kind: 'mark'; readonly mark: PumpMark }

export type PumpOptions = {
  readonly target: PumpTarget
  readonly share: FrameShare
  /** So many bytes are on the screen; the console may send as many more. */
  readonly onWritten: (bytes: number) => void
  /** Nothing is left to write for now. */
  readonly onIdle?: () => void
}

const newline = 0x0a
/** A terminal looks at the time between two writes, and lets the page go on after 12 ms (`WriteBuffer` of xterm.js). */
const chunkBytes = 4 * 1024

/**
 * Feeds a terminal in slices of bounded size, one at a time. What waits here is bounded by the console: it sends no more than
 * the window before it hears that something was written.
 */
export class WritePump implements FrameWriter {
  readonly #options: PumpOptions
  #pieces: Piece[] = []
  #isLineStart = true
  #isWriting = false
  #isClosed = false

  constructor(options: PumpOptions) {
    this.#options = options
  }

  get isIdle(): boolean {
    return this.#pieces.length === 0 && !this.#isWriting
  }

  push(bytes: Uint8Array): void {
    if (bytes.length > 0) this.#add({ kind: 'bytes', bytes })
  }

  mark(mark: PumpMark): void {
    this.#add({ kind: 'mark', mark })
  }

  /** Forget what was not written; the terminal is at its beginning. */
  clear(): void {
    this.#pieces = []
    this.#isLineStart = true
  }

  close(): void {
    this.#isClosed = true
    this.clear()
    this.#options.share.drop(this)
  }

  writeSlice(mostBytes: number, done: (bytes: number) => void): void {
    const slice = this.#isWriting ? [] : this.#take(mostBytes)
    if (slice.length === 0) return done(0)
    this.#isWriting = true
    let bytes = 0
    for (const [index, piece] of slice.entries()) {
      const isLast = index === slice.length - 1
      if (piece.kind === 'bytes') bytes += piece.bytes.length
      this.#write(piece, () => {
        if (piece.kind === 'mark' && !this.#isClosed) piece.mark.written?.()
        if (isLast) this.#finish(bytes, done)
      })
    }
  }

  #finish(bytes: number, done: (bytes: number) => void): void {
    this.#isWriting = false
    if (!this.#isClosed) {
      if (bytes > 0) this.#options.onWritten(bytes)
      if (this.#pieces.length > 0) this.#options.share.want(this)
      else this.#options.onIdle?.()
    }
    // last, so that the share knows whether there is more
    done(bytes)
  }

  #add(piece: Piece): void {
    if (this.#isClosed) return
    this.#pieces.push(piece)
    if (!this.#isWriting) this.#options.share.want(this)
  }

  #write(piece: Piece, done: () => void): void {
    const { target } = this.#options
    if (piece.kind === 'mark') {
      target.write(piece.mark.text(this.#isLineStart), done)
      this.#isLineStart = true
      return
    }
    const { bytes } = piece
    this.#isLineStart = bytes.at(-1) === newline
    for (let from = 0; from < bytes.length; from += chunkBytes) {
      const isLast = from + chunkBytes >= bytes.length
      target.write(bytes.subarray(from, from + chunkBytes), isLast ? done : () => undefined)
    }
  }

  /** The first pieces, of so many bytes together; the last one is cut where it has to be. */
  #take(mostBytes: number): Piece[] {
    const slice: Piece[] = []
    let room = mostBytes
    while (room > 0) {
      const piece = this.#pieces[0]
      if (!piece) break
      if (piece.kind === 'bytes' && piece.bytes.length > room) {
        slice.push({ kind: 'bytes', bytes: piece.bytes.subarray(0, room) })
        this.#pieces[0] = { kind: 'bytes', bytes: piece.bytes.subarray(room) }
        break
      }
      slice.push(piece)
      this.#pieces.shift()
      if (piece.kind === 'bytes') room -= piece.bytes.length
    }
    return slice
  }
}
