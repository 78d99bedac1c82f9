import { describe, expect, it } from 'vitest'
import { LogRing } from '../../../../src/main/logs/log-ring'

const textOf = (ring: LogRing) => [ring.snapshot().offset, ring.snapshot().bytes.toString()]

describe('LogRing', () => {
  it('keeps the newest bytes and knows where they stand', () => {
    const ring = new LogRing(6)
    expect(textOf(ring)).toEqual([0, ''])
    for (const text of ['abc', 'defg', 'h']) ring.write(Buffer.from(text))
    expect(textOf(ring)).toEqual([2, 'cdefgh'])
    ring.write(Buffer.from('0123456789'))
    expect(textOf(ring)).toEqual([12, '456789'])
  })

  it('starts anew when the offset does not follow on', () => {
    const ring = new LogRing(6)
    ring.write(Buffer.from('abc'), 0)
    ring.write(Buffer.from('xyz'), 0)
    expect(textOf(ring)).toEqual([0, 'xyz'])
    ring.write(Buffer.from('later'), 100)
    expect(textOf(ring)).toEqual([100, 'later'])
  })

  it('tells its listeners until they stop', () => {
    const ring = new LogRing(4)
    const heard: unknown[] = []
    const stop = ring.subscribe((bytes, offset) => heard.push([offset, bytes.toString()]))
    ring.write(Buffer.from('abcdef'))
    ring.write(Buffer.from(''))
    ring.write(Buffer.from('g'))
    stop()
    ring.write(Buffer.from('h'))
    expect(heard).toEqual([
      [0, 'abcdef'],
      [6, 'g'],
    ])
  })

  it('does not keep what it was given', () => {
    const ring = new LogRing(4)
    const bytes = Buffer.from('abcd')
    ring.write(bytes)
    bytes.fill('x')
    expect(textOf(ring)).toEqual([0, 'abcd'])
  })
})
