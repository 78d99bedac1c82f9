import { describe, expect, it } from 'vitest'
import { FrameShare } from '../../../../src/renderer/terminal/frame-share'
import { WritePump } from '../../../../src/renderer/terminal/write-pump'

/** Takes what is written; it is on the screen once the test says so. */
class FakeTerminal {
  readonly written: string[] = []
  #open: (() => void)[] = []

  write(data: string | Uint8Array, done: () => void): void {
    this.written.push(typeof data === 'string' ? data : new TextDecoder().decode(data))
    this.#open.push(done)
  }

  show(): void {
    const open = this.#open
    this.#open = []
    for (const done of open) done()
  }
}

function setUp() {
  const terminal = new FakeTerminal()
  const frames: (() => void)[] = []
  const acknowledged: number[] = []
  let idle = 0
  const share = new FrameShare({ requestFrame: (run) => void frames.push(run), nowMs: () => 0 })
  const pump = new WritePump({
    target: terminal,
    share,
    onWritten: (bytes) => acknowledged.push(bytes),
    onIdle: () => (idle += 1),
  })
  const frame = () => {
    for (const run of frames.splice(0)) run()
  }
  return { terminal, share, pump, frame, acknowledged, idleTimes: () => idle }
}

const bytes = (text: string) => new TextEncoder().encode(text)

describe('WritePump', () => {
  it('writes only in frames, one slice at a time, in chunks, and acknowledges what is on the screen', () => {
    const { terminal, share, pump, frame, acknowledged } = setUp()
    const size = share.budgetBytes
    pump.push(new Uint8Array(size + 10))
    expect(terminal.written).toEqual([])
    frame()
    const chunks = terminal.written.map(({ length }) => length)
    expect(chunks).toEqual(Array(size / 4096).fill(4096))
    frame()
    expect([terminal.written.length, acknowledged.length]).toEqual([chunks.length, 0])
    terminal.show()
    frame()
    terminal.show()
    expect(acknowledged).toEqual([size, 10])
  })

  it('keeps marks in their place between the bytes, and knows whether a line begins there', () => {
    const { terminal, pump, frame } = setUp()
    const atStart: boolean[] = []
    const mark = { text: (isLineStart: boolean) => (atStart.push(isLineStart), '|') }
    pump.mark(mark)
    pump.push(bytes('half'))
    pump.mark(mark)
    pump.push(bytes('whole\n'))
    pump.mark(mark)
    frame()
    expect(terminal.written).toEqual(['|', 'half', '|', 'whole\n', '|'])
    expect(atStart).toEqual([true, false, true])
  })

  it('tells a mark that it is on the screen, and that nothing is left', () => {
    const { terminal, pump, frame, idleTimes } = setUp()
    let isWritten = false
    pump.mark({ text: () => 'x', written: () => (isWritten = true) })
    frame()
    expect([isWritten, pump.isIdle]).toEqual([false, false])
    terminal.show()
    expect([isWritten, pump.isIdle, idleTimes()]).toEqual([true, true, 1])
  })

  it('writes many small pieces in one slice', () => {
    const { terminal, pump, frame, acknowledged } = setUp()
    for (let piece = 0; piece < 50; piece += 1) pump.push(bytes('.'))
    frame()
    terminal.show()
    expect(acknowledged).toEqual([50])
  })

  it('forgets what waits when it is cleared, and acknowledges nothing once it is closed', () => {
    const { terminal, pump, frame, acknowledged } = setUp()
    pump.push(bytes('old'))
    pump.clear()
    frame()
    expect(terminal.written).toEqual([])
    pump.push(bytes('new'))
    frame()
    pump.close()
    terminal.show()
    pump.push(bytes('late'))
    frame()
    expect([terminal.written, acknowledged]).toEqual([['new'], []])
  })
})
