import type { IBuffer } from '@xterm/xterm'

/** A line as the program wrote it, over as many rows as the screen needs for it. */
export type ShownLine = { readonly row: number; readonly text: string }

/** The lines of rows `from` (inclusive) to `to` (exclusive) of a screen, with wrapped rows joined. */
export function readLines(buffer: IBuffer, from: number, to: number): ShownLine[] {
  const lines: { row: number; text: string }[] = []
  for (let row = Math.max(0, from); row < Math.min(to, buffer.length); row += 1) {
    const line = buffer.getLine(row)
    const text = line?.translateToString(true) ?? ''
    const last = lines.at(-1)
    if (line?.isWrapped && last) last.text += text
    else lines.push({ row, text })
  }
  return lines
}
