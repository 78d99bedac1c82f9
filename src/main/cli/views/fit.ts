import stringWidth from 'string-width'

/** A piece of a line with its colour. Widths are counted before colours come in. */
export type Piece = string | { readonly text: string; readonly paint: (text: string) => string }

const textOf = (piece: Piece): string => (typeof piece === 'string' ? piece : piece.text)

/** Cut a text to a width in columns, with `…` in place of what is cut off. Pure. */
export function cut(text: string, columns: number): string {
  if (stringWidth(text) <= columns) return text
  if (columns < 1) return ''
  let kept = ''
  let width = 0
  for (const character of text) {
    const added = stringWidth(character)
    if (width + added > columns - 1) break
    kept += character
    width += added
  }
  return `${kept}…`
}

/** Fill a text up with spaces to a width in columns. Pure. */
export const pad = (text: string, columns: number): string =>
  text + ' '.repeat(Math.max(0, columns - stringWidth(text)))

/** A line of pieces that fits into `columns`, coloured. Pure. */
export function paintLine(pieces: readonly Piece[], columns: number): string {
  let left = columns
  let line = ''
  for (const piece of pieces) {
    const text = cut(textOf(piece), left)
    left -= stringWidth(text)
    line += typeof piece === 'string' ? text : piece.paint(text)
    if (left <= 0) break
  }
  return line.trimEnd()
}

/** A text in lines of at most `columns`, broken between words; only a word that is longer than a line stays so. Pure. */
export function wrap(text: string, columns: number): string {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`
    if (lines.length > 0 && stringWidth(longer) > columns) lines.push(word)
    else lines.splice(-1, 1, longer)
  }
  return lines.join('\n')
}
