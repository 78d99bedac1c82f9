import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FrameParser, type Frame } from '../../../../src/main/shell/frame-parser'

const nonce = 'lm0123456789abcdef'

/** Output joined between marks, so that it does not matter how it was cut. */
function joined(frames: readonly Frame[]): string[] {
  const found: string[] = []
  let isOutput = false
  for (const frame of frames) {
    if (frame.kind === 'mark') found.push(`mark ${[frame.name, ...frame.fields].join(' ')}`)
    else if (isOutput) found.push(found.pop() + frame.bytes.toString('latin1'))
    else found.push(frame.bytes.toString('latin1'))
    isOutput = frame.kind === 'bytes'
  }
  return found
}

describe('FrameParser', () => {
  it('finds marks in the middle of output and leaves the output as it is', () => {
    const frames = new FrameParser(nonce).push(Buffer.from(`\r\nabc${nonce} end 0 x\n\0\xff${nonce} tail\n`, 'latin1'))
    expect(joined(frames)).toEqual(['\r\nabc', 'mark end 0 x', '\0\xff', 'mark tail'])
  })

  it('holds back no more than could be the beginning of a mark', () => {
    const parser = new FrameParser(nonce)
    expect(joined(parser.push(Buffer.from('progress 10%')))).toEqual(['progress 10%'])
    expect(joined(parser.push(Buffer.from(`x${nonce.slice(0, 5)}`)))).toEqual(['x'])
    expect(joined(parser.push(Buffer.from('!')))).toEqual([`${nonce.slice(0, 5)}!`])
  })

  it('gives the same however the stream is cut', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
      fc.integer({ min: 0, max: nonce.length }).map((length) => Buffer.from(nonce.slice(0, length))),
      fc.constantFrom('start k 1 2', 'tail', 'end').map((words) => Buffer.from(`${nonce} ${words}\n`)),
    )
    fc.assert(
      fc.property(fc.array(piece), fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }), (pieces, sizes) => {
        const stream = Buffer.concat([...pieces, Buffer.from(`${nonce} done\n`)])
        const parser = new FrameParser(nonce)
        const frames: Frame[] = []
        for (let at = 0, i = 0; at < stream.length; i += 1) {
          const end = at + (sizes[i % sizes.length] ?? 1)
          frames.push(...parser.push(stream.subarray(at, end)))
          at = end
        }
        expect(joined(frames)).toEqual(joined(new FrameParser(nonce).push(stream)))
      }),
    )
  })
})
