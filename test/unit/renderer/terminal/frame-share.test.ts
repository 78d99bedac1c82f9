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
  #done: (bytes: number) => void = () => undefined
  writeSlice(mostBytes: number, done: (bytes: number) => void): void {
    this.slices.push(mostBytes)
    this.#done = done
  }
  /** As much as it was allowed to, unless told otherwise. */
  done(bytes = this.slices.at(-1) ?? 0): void {
    this.#done(bytes)
  }
}

describe('FrameShare', () => {
  it('asks for one frame however many panes want to write, and calls one that wanted twice once', () => {
    const frames = new FakeFrames()
    const share = new FrameShare(frames.clock)
    const [one, two] = [new SlicedWriter(), new SlicedWriter()]
    share.want(one)
    share.want(two)
    share.want(one)
    expect(frames.asked).toBe(1)
    frames.frame()
    one.done()
    frames.frame()
    two.done()
    frames.frame()
    expect([one.slices.length, two.slices.length]).toEqual([1, 1])
  })

  it('gives one pane a turn while a frame has room for little, in the order they asked', () => {
    const frames = new FakeFrames()
    const share = new FrameShare(frames.clock)
    const writers = Array.from({ length: 3 }, () => new SlicedWriter())
    const turns: number[] = []
    for (const writer of writers) share.want(writer)
    for (let frame = 0; frame < 6; frame += 1) {
      frames.frame()
      const turn = writers.findIndex(
        ({ slices }, index) => slices.length > turns.filter((each) => each === index).length,
      )
      turns.push(turn)
      share.want(writers[turn]!)
      frames.nowMs += 20
      writers[turn]!.done()
    }
    expect(turns).toEqual([0, 1, 2, 0, 1, 2])
  })

  it('divides what fits a frame among the panes once it is worth it', () => {
    const frames = new FakeFrames()
    const share = new FrameShare(frames.clock)
    const writers = Array.from({ length: 8 }, () => new SlicedWriter())
    for (let times = 0; times < 40; times += 1) {
      share.want(writers[0]!)
      frames.frame()
      writers[0]!.done()
    }
    for (const writer of writers) share.want(writer)
    frames.frame()
    expect(writers.map(({ slices }) => slices.at(-1))).toEqual(Array(8).fill(share.budgetBytes / 8))
  })

  it('goes on when a pane goes away that was just writing', () => {
    const frames = new FakeFrames()
    const share = new FrameShare(frames.clock)
    const [gone, stays] = [new SlicedWriter(), new SlicedWriter()]
    share.want(gone)
    share.want(stays)
    frames.frame()
    share.drop(gone)
    frames.frame()
    expect(stays.slices).toHaveLength(1)
  })

  it('does not grow by frames that had little to write', () => {
    const frames = new FakeFrames()
    const share = new FrameShare(frames.clock)
    const writer = new SlicedWriter()
    const first = share.budgetBytes
    for (let times = 0; times < 10; times += 1) {
      share.want(writer)
      frames.frame()
      writer.done(8)
    }
    expect(share.budgetBytes).toBe(first)
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
    expect(write(2)).toBeGreaterThan(first)
    const grown = share.budgetBytes
    expect(write(100)).toBe(Math.max(first, Math.floor(grown / 2)))
    for (let times = 0; times < 30; times += 1) write(100)
    expect(share.budgetBytes).toBe(first)
    for (let times = 0; times < 30; times += 1) write(1)
    expect(share.budgetBytes).toBe(1024 * 1024)
  })

  it('writes less when frames come late while there is output, not after a silence', () => {
    const frames = new FakeFrames()
    const share = new FrameShare(frames.clock)
    const [one, two] = [new SlicedWriter(), new SlicedWriter()]
    for (let times = 0; times < 10; times += 1) {
      share.want(one)
      frames.frame()
      one.done()
    }
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
