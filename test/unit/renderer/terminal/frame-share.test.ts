import { describe, expect, it } from 'vitest'
import { FrameShare } from '../../../../src/renderer/terminal/frame-share'

/** Frames that come when the test says so, and a clock that moves by hand. */
class FakeFrames {
  nowMs = 0
  #due: (() => void)[] = []
  readonly clock = { requestFrame: (run: () => void) => void this.#due.push(run), nowMs: () => this.nowMs }

  get asked(): number {
    return this.#due.length
  }

  frame(): void {
    const due = this.#due
    this.#due = []
    for (const run of due) run()
  }
}

class SlicedWriter {
  readonly slices: number[] = []
  done: () => void = () => undefined
  writeSlice(mostBytes: number, done: () => void): void {
    this.slices.push(mostBytes)
    this.done = done
  }
}

describe('FrameShare', () => {
  it('asks for one frame however many panes want to write, and calls each once', () => {
    const frames = new FakeFrames()
    const share = new FrameShare(frames.clock)
    const [one, two] = [new SlicedWriter(), new SlicedWriter()]
    share.want(one)
    share.want(two)
    share.want(one)
    expect(frames.asked).toBe(1)
    frames.frame()
    frames.frame()
    expect([one.slices.length, two.slices.length]).toEqual([1, 1])
  })

  it('divides what fits a frame among the panes', () => {
    const frames = new FakeFrames()
    const share = new FrameShare(frames.clock)
    const writers = Array.from({ length: 8 }, () => new SlicedWriter())
    for (const writer of writers) share.want(writer)
    frames.frame()
    expect(writers.map(({ slices }) => slices[0])).toEqual(Array(8).fill(share.budgetBytes / 8))
  })

  it('writes less after a frame that took long, more after a quick one, within bounds', () => {
    const frames = new FakeFrames()
    const share = new FrameShare(frames.clock)
    const writer = new SlicedWriter()
    const write = (tookMs: number) => {
      share.want(writer)
      frames.frame()
      frames.nowMs += tookMs
      writer.done()
      return share.budgetBytes
    }
    const first = share.budgetBytes
    expect(write(100)).toBe(first / 2)
    expect(write(2)).toBeGreaterThan(first / 2)
    for (let times = 0; times < 30; times += 1) write(100)
    expect(share.budgetBytes).toBe(32 * 1024)
    for (let times = 0; times < 30; times += 1) write(1)
    expect(share.budgetBytes).toBe(1024 * 1024)
  })

  it('writes less when frames come late while there is output, not after a silence', () => {
    const frames = new FakeFrames()
    const share = new FrameShare(frames.clock)
    const [one, two] = [new SlicedWriter(), new SlicedWriter()]
    share.want(one)
    frames.frame()
    share.want(two)
    one.done()
    const before = share.budgetBytes
    frames.nowMs += 120
    frames.frame()
    two.done()
    expect(share.budgetBytes).toBeLessThan(before)
    const after = share.budgetBytes
    frames.nowMs += 60_000
    share.want(one)
    frames.frame()
    one.done()
    expect(share.budgetBytes).toBeGreaterThan(after)
  })

  it('forgets a pane that is gone', () => {
    const frames = new FakeFrames()
    const share = new FrameShare(frames.clock)
    const writer = new SlicedWriter()
    share.want(writer)
    share.drop(writer)
    frames.frame()
    expect(writer.slices).toEqual([])
  })
})
