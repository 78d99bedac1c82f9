import { Writable } from 'node:stream'
import type { LiveArea, Output } from './cli'

/** Lines at the bottom of what a terminal shows. The library is loaded with the first area. */
export async function openLiveArea(output: Output): Promise<LiveArea> {
  const { createLogUpdate } = await import('log-update')
  const update = createLogUpdate(new SizedStream(output))
  return { paint: (lines) => update(lines), done: () => update.done() }
}

/** The library asks the stream itself for its size, and shows nothing on one of no rows: an output always has some. */
class SizedStream extends Writable {
  readonly #output: Output
  readonly isTTY: boolean

  constructor(output: Output) {
    super({ decodeStrings: false })
    this.#output = output
    this.isTTY = output.isTerminal
  }

  get columns(): number {
    return this.#output.columns
  }

  get rows(): number {
    return this.#output.rows
  }

  override _write(text: string | Uint8Array, _encoding: string, done: () => void): void {
    this.#output.write(text)
    done()
  }
}
