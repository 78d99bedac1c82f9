import { describe, expect, it } from 'vitest'
import { LogRing } from '../../../../src/main/logs/log-ring'

const read = (ring: LogRing, part: number, offset: number, maxBytes = 100) =>
  ring.read(part, offset, maxBytes)?.toString()

describe('LogRing', () => {
  it('keeps the newest bytes and knows where they stand', () => {
    const ring = new LogRing(6)
    expect(read(ring, 0, 0)).toBeUndefined()
    let offset = 0
    for (const text of ['abc', 'defg', 'h']) {
      ring.write(0, offset, Buffer.from(text))
      offset += text.length
    }
    expect([1, 2, 7, 8].map((at) => read(ring, 0, at))).toEqual([undefined, 'cdefgh', 'h', undefined])
    expect(read(ring, 0, 3, 2)).toBe('de')
    ring.write(0, 8, Buffer.from('0123456789'))
    expect([read(ring, 0, 11), read(ring, 0, 12)]).toEqual([undefined, '456789'])
  })

  it('tells parts and gaps apart', () => {
    const ring = new LogRing(8)
    ring.write(0, 0, Buffer.from('abc'))
    ring.write(1, 0, Buffer.from('xyz'))
    ring.write(0, 3, Buffer.from('de'))
    expect([read(ring, 0, 0), read(ring, 1, 1), read(ring, 0, 3)]).toEqual(['abc', 'yz', 'de'])
    ring.write(1, 100, Buffer.from('far'))
    expect([read(ring, 0, 0), read(ring, 1, 0), read(ring, 1, 99), read(ring, 1, 101)]).toEqual([
      undefined,
      'xyz',
      undefined,
      'ar',
    ])
  })

  it('does not keep what it was given, nor give out what it keeps', () => {
    const ring = new LogRing(4)
    const bytes = Buffer.from('abcd')
    ring.write(0, 0, bytes)
    bytes.fill('x')
    ring.read(0, 0, 4)?.fill('y')
    expect(read(ring, 0, 0)).toBe('abcd')
  })
})
