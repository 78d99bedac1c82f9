import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BlockCutter, blockBytes, type CutBlock } from '../../../../src/main/logs/block-cutter'
import { logKey } from '../../../helpers/temp-logs'

const textOf = (block: CutBlock) => Buffer.concat(block.chunks).toString('latin1')
const shapes = (blocks: readonly CutBlock[]) => blocks.map(({ start, size }) => [start, size])

describe('BlockCutter', () => {
  it('takes every byte once, whatever is written again and in whatever order', () => {
    const log = Buffer.from(Array.from({ length: 120 }, (_, at) => 33 + (at % 90)))
    const write = fc.tuple(fc.nat(119), fc.integer({ min: 1, max: 50 }))
    fc.assert(
      fc.property(fc.array(write, { maxLength: 25 }), fc.nat(20), (writes, stored) => {
        const cutter = new BlockCutter(logKey(), stored > 0 ? [{ from: 0, to: stored }] : [])
        const blocks: CutBlock[] = []
        const expected = new Set<number>()
        for (const [offset, size] of writes) {
          const bytes = log.subarray(offset, offset + size)
          cutter.add(offset, bytes, blocks)
          for (let at = Math.max(stored, offset); at < offset + bytes.length; at += 1) expected.add(at)
        }
        cutter.cut(blocks)
        const taken = blocks.flatMap((block) => Array.from({ length: block.size }, (_, at) => block.start + at))
        expect(taken.toSorted((a, b) => a - b)).toEqual([...expected].toSorted((a, b) => a - b))
        for (const block of blocks) {
          expect(textOf(block)).toBe(log.toString('latin1', block.start, block.start + block.size))
        }
      }),
    )
  })

  it('ends a full block with its last whole line', () => {
    const blocks: CutBlock[] = []
    const cutter = new BlockCutter(logKey(), [])
    const line = `${'x'.repeat(999)}\n`
    cutter.add(0, Buffer.from(line.repeat(600)), blocks)
    cutter.cut(blocks)
    expect(shapes(blocks)).toEqual([
      [0, 262_000],
      [262_000, 262_000],
      [524_000, 76_000],
    ])
    expect(blocks.every((block) => textOf(block).endsWith('\n'))).toBe(true)
  })

  it('cuts a line that is longer than a block', () => {
    const blocks: CutBlock[] = []
    const cutter = new BlockCutter(logKey(), [])
    for (let at = 0; at < 600_000; at += 1_000) cutter.add(at, Buffer.alloc(1_000, 'y'), blocks)
    expect([shapes(blocks), cutter.openBytes]).toEqual([
      [
        [0, blockBytes],
        [blockBytes, blockBytes],
      ],
      600_000 - 2 * blockBytes,
    ])
  })

  it('says how many bytes were new', () => {
    const cutter = new BlockCutter(logKey(), [{ from: 10, to: 20 }])
    const add = (offset: number, size: number) => cutter.add(offset, Buffer.alloc(size), [])
    expect([add(0, 15), add(0, 15), add(5, 20), add(12, 3)]).toEqual([10, 0, 5, 0])
  })
})
