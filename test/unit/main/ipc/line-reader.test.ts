import { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readLines } from '../../../../src/main/ipc/line-reader'

/** Feeds bytes as a socket does. */
class FakeSocket extends EventEmitter {
  isDestroyed = false
  destroy() {
    this.isDestroyed = true
  }
}

function feed(pieces: readonly Buffer[], longestBytes = 1_000_000) {
  const socket = new FakeSocket()
  const lines: string[] = []
  readLines(socket as unknown as Socket, longestBytes, (line) => lines.push(line))
  for (const piece of pieces) if (!socket.isDestroyed) socket.emit('data', piece)
  return { lines, isDestroyed: socket.isDestroyed }
}

describe('readLines', () => {
  it('hands out whole lines, wherever the pieces are cut, and cuts at \\n only', () => {
    const line = fc.string({ unit: fc.constantFrom('a', 'ä', '€', '𝄞', '\r', '\u2028', '\u0085', '"') })
    fc.assert(
      fc.property(fc.array(line), fc.array(fc.nat({ max: 60 })), (lines, cuts) => {
        const bytes = Buffer.from(lines.map((each) => `${each}\n`).join(''))
        const at = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)), bytes.length].toSorted((a, b) => a - b)
        const pieces = at.slice(1).map((to, i) => bytes.subarray(at[i], to))
        expect(feed(pieces).lines).toEqual(lines)
      }),
    )
  })

  it('keeps what has no end yet', () => {
    expect(feed([Buffer.from('one\ntw')]).lines).toEqual(['one'])
  })

  it('ends a connection whose line grows too long, however long all lines are together', () => {
    const short = Array.from({ length: 100 }, () => Buffer.from('123456789\n'))
    expect(feed(short, 20)).toMatchObject({ isDestroyed: false })
    const long = Array.from({ length: 5 }, () => Buffer.from('123456789'))
    expect(feed(long, 20)).toEqual({ lines: [], isDestroyed: true })
  })
})
