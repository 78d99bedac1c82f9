import type { IDecoration, IMarker } from '@xterm/xterm'
import { settlingAtMs } from '../../shared/domain/lifecycle'
import type { TerminalNotice, TerminalSource } from '../../shared/ipc/terminal'
import { line } from '../api/line'
import { findFailingLines, findShownLine } from './failing-lines'
import { PaneStream } from './pane-stream'
import type { PaneState } from './pane-state'
import { Screen } from './screen'
import { readLines } from './screen-text'

/** A place in a host's log. Without a line: where the step begins. */
export type LogPlace = {
  readonly step: string
  /** The latest one, when left out. */
  readonly attempt?: number
  /** Counted from 1. */
  readonly line?: number
  readonly text?: string
}

type Section = { readonly step: string; readonly attempt: number; readonly marker: IMarker }
export type SectionNotice = Extract<TerminalNotice, { kind: 'section' }>

/** The page's own lines between the output, in the language of the page. */
export type LogWords = {
  readonly section: (notice: SectionNotice) => string
  readonly skipped: (bytes: number) => string
}

export type LogViewOptions = {
  readonly source: TerminalSource
  readonly label: string
  readonly words: LogWords
  /** False for the record of a terminal. */
  readonly isPlainOutput: boolean
  readonly onState: (state: PaneState) => void
  readonly onFind: () => void
  readonly onLeave: () => void
}

/** Panes that are opened beside each other change their sizes within this time. */
const settlingMs = 1_500

const dim = (text: string) => `\u001B[0;2m${text}\u001B[0m\r\n`

/** A screen that shows a log: from its beginning and as it grows, with its sections and its failing lines marked. */
export class LogView {
  readonly screen: Screen
  readonly #options: LogViewOptions
  #stream: PaneStream | undefined
  #sections: Section[] = []
  /** No header was written yet. */
  #isEmpty = true
  #failing: string | undefined
  #markedSection: Section | undefined
  #marks: IDecoration[] = []
  #wanted: LogPlace | undefined
  /** The place that was shown last, and when: a pane that is given another size right then shows it again. */
  #shown: { readonly place: LogPlace; readonly atMs: number } | undefined

  constructor(element: HTMLElement, options: LogViewOptions) {
    this.#options = options
    const { label, isPlainOutput, onFind, onLeave, onState } = options
    this.screen = new Screen(element, {
      label,
      isPlainOutput,
      onFind,
      onLeave,
      onWritten: (bytes) => this.#stream?.ack(bytes),
      onIdle: () => this.#settle(),
      onResize: () => this.#resettle(),
    })
    this.#stream = new PaneStream({
      line,
      source: () => options.source,
      isReopened: true,
      onOpen: () => {
        this.#reset()
        onState({ kind: 'opening' })
      },
      onBytes: (bytes) => this.screen.pump.push(bytes),
      onNotice: (notice) => this.#hear(notice),
      onLost: () => onState({ kind: 'lost' }),
    })
  }

  /** Mark the lines that tell why this step failed, once they are there; nothing is marked without one. */
  showFailure(step: string | undefined): void {
    this.#failing = step
    if (this.screen.pump.isIdle) this.#settle()
  }

  /** Bring a place into sight, once it is there. */
  reveal(place: LogPlace): void {
    this.#wanted = place
    if (this.screen.pump.isIdle) this.#settle()
  }

  dispose(): void {
    this.#stream?.close()
    this.screen.dispose()
  }

  #reset(): void {
    this.screen.reset()
    this.#sections = []
    this.#isEmpty = true
    this.#forgetMarks()
  }

  #hear(notice: TerminalNotice): void {
    const { words, onState } = this.#options
    const { pump } = this.screen
    switch (notice.kind) {
      case 'section': {
        const text = words.section(notice)
        onState({ kind: 'live' })
        // a blank line above, but not at the very top
        const before = (isLineStart: boolean) => (isLineStart ? '' : '\r\n') + (this.#isEmpty ? '' : '\r\n')
        return pump.mark({
          text: (isLineStart) => {
            const shown = before(isLineStart) + dim(text)
            this.#isEmpty = false
            return shown
          },
          written: () => this.#addSection(notice),
        })
      }
      case 'skipped': {
        const text = words.skipped(notice.bytes)
        return pump.mark({ text: (isLineStart) => (isLineStart ? '' : '\r\n') + dim(text) })
      }
      case 'ended':
        onState({ kind: 'ended', ...(notice.error ? { error: notice.error } : {}) })
    }
  }

  #addSection({ step, attempt }: SectionNotice): void {
    // the header's own row: the cursor is on the one below it
    const marker = this.screen.terminal.registerMarker(-1)
    this.#sections.push({ step, attempt, marker })
  }

  /** All that has come is on the screen. */
  #settle(): void {
    this.#markFailing()
    this.#goToWanted()
  }

  /** Lines take other rows than before. */
  #resettle(): void {
    // the screen finds its size while it is being made
    if (!this.#stream) return
    this.#forgetMarks()
    if (this.#shown && performance.now() - this.#shown.atMs < settlingMs) this.#wanted ??= this.#shown.place
    if (this.screen.pump.isIdle) this.#settle()
  }

  #forgetMarks(): void {
    for (const mark of this.#marks) mark.dispose()
    this.#marks = []
    this.#markedSection = undefined
  }

  #markFailing(): void {
    // what settles a debt later is no attempt of the rollout, and may still be printing
    const isFailing = ({ step, attempt }: Section) => step === this.#failing && settlingAtMs(attempt) === undefined
    const section = this.#sections.findLast(isFailing)
    if (!section || section === this.#markedSection) return
    this.#markedSection = section
    const lines = this.#linesOf(section)
    const { failing, failingLine } = this.screen.markColors
    const { terminal } = this.screen
    const cursorRow = terminal.buffer.active.baseY + terminal.buffer.active.cursorY
    for (const index of findFailingLines(lines.map(({ text }) => text))) {
      const row = lines[index]?.row ?? 0
      const height = (lines[index + 1]?.row ?? row + 1) - row
      const mark = terminal.registerDecoration({
        marker: terminal.registerMarker(row - cursorRow),
        width: terminal.cols,
        height: Math.max(1, Math.min(height, 4)),
        backgroundColor: failing,
        overviewRulerOptions: { color: failingLine },
      })
      if (mark) this.#marks.push(mark)
    }
  }

  #goToWanted(): void {
    const place = this.#wanted
    const section = place && this.#sections.findLast((each) => isAt(each, place))
    if (!place || !section) return
    this.#wanted = undefined
    this.#shown = { place, atMs: performance.now() }
    if (place.line === undefined) return this.screen.scrollToRow(section.marker.line)
    const lines = this.#linesOf(section)
    const index = findShownLine(
      lines.map(({ text }) => text),
      place.line - 1,
      place.text ?? '',
    )
    const row = lines[index]?.row ?? section.marker.line
    this.screen.scrollToRow(row)
    this.screen.terminal.selectLines(row, row)
  }

  #linesOf(section: Section) {
    const next = this.#sections[this.#sections.indexOf(section) + 1]
    const { active } = this.screen.terminal.buffer
    // a section that has scrolled out of what is kept begins at the top
    const from = section.marker.isDisposed ? 0 : section.marker.line + 1
    return readLines(active, from, next && !next.marker.isDisposed ? next.marker.line - 1 : active.length)
  }
}

const isAt = ({ step, attempt }: Section, place: LogPlace): boolean =>
  step === place.step && (place.attempt === undefined || attempt === place.attempt)
