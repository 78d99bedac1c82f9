import pc from 'picocolors'
import type { Colors, Output } from './cli'

/** What a terminal that does not tell its size is taken for. */
const usualColumns = 80
const usualRows = 24

/** A standard stream. A reader that goes away is no error. */
export class TerminalOutput implements Output {
  readonly isTerminal: boolean
  readonly colors: Colors
  readonly #stream: NodeJS.WriteStream
  #isClosed = false

  constructor(stream: NodeJS.WriteStream, env: Readonly<Record<string, string | undefined>>) {
    this.#stream = stream
    this.isTerminal = stream.isTTY === true
    this.colors = pc.createColors(hasColors(this.isTerminal, env))
    // EPIPE and the like: there is nobody left to tell
    stream.on('error', () => {
      this.#isClosed = true
    })
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  get columns(): number {
    return this.#stream.columns || usualColumns
  }

  get rows(): number {
    return this.#stream.rows || usualRows
  }

  write(text: string | Uint8Array): void {
    if (!this.#isClosed) this.#stream.write(text)
  }

  drained(): Promise<void> {
    if (this.#isClosed || !this.#stream.writableNeedDrain) return Promise.resolve()
    return new Promise((resolve) => {
      const done = () => {
        this.#stream.off('drain', done).off('error', done).off('close', done)
        resolve()
      }
      this.#stream.once('drain', done).once('error', done).once('close', done)
    })
  }
}

function hasColors(isTerminal: boolean, env: Readonly<Record<string, string | undefined>>): boolean {
  if (env['NO_COLOR']) return false
  if (env['FORCE_COLOR']) return env['FORCE_COLOR'] !== '0'
  return isTerminal && env['TERM'] !== 'dumb'
}
