import { describe, expect, it } from 'vitest'
import type { TerminalListener } from '../../../../src/renderer/api/console-line'
import type { LineState } from '../../../../src/renderer/api/transport'
import { PaneStream } from '../../../../src/renderer/terminal/pane-stream'

/** A line that the test opens and loses. */
class FakeLine {
  line: LineState = { kind: 'connecting' }
  opened = 0
  closed = 0
  #listeners = new Set<(state: LineState) => void>()
  #terminals = new Set<TerminalListener>()

  onLine(listener: (state: LineState) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  openTerminal(_source: unknown, listener: TerminalListener) {
    this.opened += 1
    this.#terminals.add(listener)
    const nothing = () => undefined
    const close = () => {
      this.closed += 1
      this.#terminals.delete(listener)
    }
    return { ack: nothing, input: nothing, resize: nothing, close }
  }

  change(line: LineState): void {
    this.line = line
    if (line.kind !== 'open') {
      for (const { lost } of this.#terminals) lost()
      this.#terminals.clear()
    }
    for (const listener of this.#listeners) listener(line)
  }
}

const lost: LineState = { kind: 'lost', sinceMs: 0, tries: 1, nextTryAtMs: 1 }

function open(line: FakeLine, isReopened: boolean) {
  const heard: string[] = []
  const stream = new PaneStream({
    line,
    source: () => ({ kind: 'log', rollout: 'r1', host: 'web-01' }),
    isReopened,
    onOpen: () => heard.push('open'),
    onBytes: () => undefined,
    onNotice: () => undefined,
    onLost: () => heard.push('lost'),
  })
  return { stream, heard }
}

describe('PaneStream', () => {
  it('waits for the line, and opens anew when it is back', () => {
    const line = new FakeLine()
    const { heard } = open(line, true)
    expect(line.opened).toBe(0)
    line.change({ kind: 'open' })
    line.change(lost)
    line.change({ kind: 'open' })
    expect([heard, line.opened]).toEqual([['open', 'lost', 'open'], 2])
  })

  it('does not open a shell anew', () => {
    const line = new FakeLine()
    line.change({ kind: 'open' })
    const { heard } = open(line, false)
    line.change(lost)
    line.change({ kind: 'open' })
    expect([heard, line.opened]).toEqual([['open', 'lost'], 1])
  })

  it('closes its stream with the pane, and stays closed', () => {
    const line = new FakeLine()
    line.change({ kind: 'open' })
    const { stream } = open(line, true)
    stream.close()
    line.change(lost)
    line.change({ kind: 'open' })
    expect([line.opened, line.closed]).toEqual([1, 1])
  })
})
