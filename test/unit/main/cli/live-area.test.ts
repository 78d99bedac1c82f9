import { PassThrough } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { openLiveArea } from '../../../../src/main/cli/live-area'
import { TerminalOutput } from '../../../../src/main/cli/terminal-output'

/** A terminal of this size, and what was written to it so far. */
function terminal(size: { columns: number; rows: number }) {
  const stream = Object.assign(new PassThrough({ encoding: 'utf8' }), { isTTY: true, ...size })
  const output = new TerminalOutput(stream as unknown as NodeJS.WriteStream, { NO_COLOR: '1' })
  return { stream, output, written: () => String(stream.read() ?? '') }
}

const linesOf = (text: string) => stripVTControlCharacters(text).split('\n')

describe('openLiveArea', () => {
  it('shows lines on a terminal that reports no columns and no rows, at once and whole', async () => {
    const { output, written } = terminal({ columns: 0, rows: 0 })
    const area = await openLiveArea(output)
    area.paint('batch 1 of 3\nserving 11/12')
    expect(linesOf(written())).toEqual(['batch 1 of 3', 'serving 11/12', ''])
    area.paint('batch 1 of 3\nserving 12/12')
    expect(written()).toContain('serving 12/12')
    area.done()
  })

  it('follows a terminal that changes its size', async () => {
    const { stream, output, written } = terminal({ columns: 80, rows: 24 })
    const area = await openLiveArea(output)
    stream.rows = 2
    area.paint('one\ntwo\nthree')
    expect(linesOf(written())).toEqual(['three', ''])
    area.done()
  })

  it('writes nothing to a reader that went away', async () => {
    const { stream, output, written } = terminal({ columns: 80, rows: 24 })
    const area = await openLiveArea(output)
    stream.emit('error', new Error('EPIPE'))
    area.paint('one')
    expect(written()).toBe('')
    area.done()
  })
})
