import Table from 'cli-table3'
import type { Colors } from '../cli'
import { oneLine } from './progress-line'

const noBorders = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
}

export type Cell = string | number | undefined

/** Columns without borders, so that a line can be copied and cut by `awk`. Pure; no trailing spaces. */
export function tableLines(head: readonly string[], rows: readonly (readonly Cell[])[], colors: Colors): string[] {
  const style = { head: [], border: [], 'padding-left': 0, 'padding-right': 0 }
  const table = new Table({ head: head.map((each) => colors.dim(each)), chars: noBorders, style })
  for (const row of rows) table.push(row.map((cell) => (cell === undefined ? '' : oneCell(cell))))
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
}

/** Colours stay; line breaks and other control characters of hosts do not. */
const oneCell = (cell: string | number): string => String(cell).split('\u001b').map(oneLine).join('\u001b')
