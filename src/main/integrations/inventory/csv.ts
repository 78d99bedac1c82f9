import { CsvError, parse } from 'csv-parse/sync'
import { z } from 'zod'
import { invalidFile, type FileProblem } from '../../../shared/errors/invalid-file'
import { checkHosts, portOf, problemAt, type FoundHost, type Inventory } from './inventory'

const knownColumns = ['name', 'address', 'port', 'user', 'canary']
const yes = /^(true|yes|y|1|x)$/i
const no = /^(false|no|n|0|-)$/i

const records = z.array(z.object({ info: z.object({ lines: z.number() }), record: z.array(z.string()) }))
type Row = { readonly line: number; readonly cells: readonly string[] }

/**
 * Read hosts from CSV with a header line: the columns name, address, port, user and canary; every other column is a
 * label. Separated by comma, semicolon or tab, whichever the header uses most; lines that start with `#` are comments;
 * an empty cell says nothing. Pure.
 *
 * @throws AppError `inventory.invalid` with all problems and their lines
 */
export function parseCsvInventory(text: string, fileName: string): Inventory {
  const [header, ...rows] = readRows(text, fileName)
  const columns = (header?.cells ?? []).map((cell) => {
    const lower = cell.toLowerCase()
    return knownColumns.includes(lower) ? lower : cell
  })
  const problems = header ? headerProblems(columns, header.line) : []
  if (problems.length > 0) throw invalidFile('inventory.invalid', fileName, problems)
  const found = rows.map((row) => readHost(columns, row, problems))
  return checkHosts(fileName, found, problems, [])
}

function readRows(text: string, fileName: string): Row[] {
  try {
    const parsed: unknown = parse(text, {
      bom: true,
      comment: '#',
      comment_no_infix: true,
      delimiter: delimiterOf(text),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    })
    // a record counts as where it ends; a cell in quotes may have lines of its own
    return records.parse(parsed).map(({ info, record }) => ({
      line: info.lines - record.join('').split('\n').length + 1,
      cells: record,
    }))
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause
    const line = typeof cause['lines'] === 'number' ? cause['lines'] : 1
    throw invalidFile('inventory.invalid', fileName, [problemAt(line, cause.message)])
  }
}

function delimiterOf(text: string): string {
  const header = text.split(/\r?\n/).find((line) => line.trim() !== '' && !line.startsWith('#')) ?? ''
  const countOf = (delimiter: string) => header.split(delimiter).length
  return [',', ';', '\t'].toSorted((one, other) => countOf(other) - countOf(one))[0] ?? ','
}

function headerProblems(columns: readonly string[], line: number): FileProblem[] {
  const problems = columns.flatMap((column, index) => {
    if (column === '') return [problemAt(line, `column ${index + 1} of the header has no name`)]
    return columns.indexOf(column) < index ? [problemAt(line, `the column "${column}" is there twice`)] : []
  })
  if (columns.includes('name')) return problems
  const message = `there is no column "name" in the header; it has ${columns.join(', ')}`
  return [...problems, problemAt(line, message)]
}

function readHost(columns: readonly string[], { line, cells }: Row, problems: FileProblem[]): FoundHost {
  if (cells.length > columns.length) {
    problems.push(problemAt(line, `the line has ${cells.length} cells, the header has ${columns.length} columns`))
  }
  const host: Record<string, unknown> = {}
  const labels: Record<string, string> = {}
  for (const [index, column] of columns.entries()) {
    const cell = cells[index] ?? ''
    if (cell === '') continue
    if (column === 'port') host[column] = portOf(cell)
    else if (column === 'canary') host[column] = yes.test(cell) || (no.test(cell) ? false : cell)
    else if (knownColumns.includes(column)) host[column] = cell
    else labels[column] = cell
  }
  return { line, host: { ...host, labels } }
}
