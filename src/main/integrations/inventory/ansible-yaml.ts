import { isAlias, isMap, isScalar, LineCounter, parseDocument, type Document, type Node, type YAMLMap } from 'yaml'
import type { FileProblem } from '../../../shared/errors/invalid-file'
import { groupOf, type Groups } from './ansible-groups'
import { expandRanges } from './ansible-range'
import { problemAt } from './inventory'

type Reader = {
  readonly groups: Groups
  readonly problems: FileProblem[]
  readonly document: Document.Parsed
  readonly lineOf: (node: unknown) => number
}

/** Nested deeper than this, groups are children of themselves by way of an anchor. */
const deepestGroup = 50

/** Read a YAML inventory: groups with `hosts`, `children` and `vars`, nested. Pure. */
export function readYamlGroups(text: string): { groups: Groups; problems: FileProblem[] } {
  const lines = new LineCounter()
  const document = parseDocument(text, { prettyErrors: false, lineCounter: lines })
  const lineOfOffset = (offset: number) => Math.max(1, lines.linePos(offset).line)
  const lineOf = (node: unknown) => lineOfOffset((node as Node | null)?.range?.[0] ?? 0)
  const problems = document.errors.map((error) => problemAt(lineOfOffset(error.pos[0]), error.message))
  const reader: Reader = { groups: new Map(), problems, document, lineOf }
  if (problems.length > 0) return reader
  if (!isMap(document.contents)) {
    problems.push(problemAt(1, 'a YAML inventory is a map of groups'))
    return reader
  }
  readGroups(document.contents, undefined, reader, 0)
  return reader
}

function readGroups(map: YAMLMap, parent: string | undefined, reader: Reader, depth: number): void {
  for (const { key, value } of map.items) {
    const name = textOf(key)
    const group = groupOf(reader.groups, name)
    if (parent !== undefined) groupOf(reader.groups, parent).children.add(name)
    for (const [part, content] of entriesOf(value, reader, key)) {
      if (textOf(part) === 'hosts') readHosts(content, group, reader, part)
      else if (textOf(part) === 'vars') readVariables(content, group.variables, reader, part)
      else if (textOf(part) !== 'children') {
        reader.problems.push(problemAt(reader.lineOf(part), `"${textOf(part)}" is not hosts, children or vars`, name))
      } else if (depth < deepestGroup) {
        const children = resolved(content, reader)
        if (isMap(children)) readGroups(children, name, reader, depth + 1)
      }
    }
  }
}

function readHosts(content: unknown, group: ReturnType<typeof groupOf>, reader: Reader, at: unknown): void {
  for (const [key, value] of entriesOf(content, reader, at)) {
    const variables = new Map<string, string>()
    readVariables(value, variables, reader, key)
    const line = reader.lineOf(key)
    const names = expandRanges(textOf(key))
    if (!names) reader.problems.push(problemAt(line, `"${textOf(key)}" is not a range such as web[01:12] or db-[a:c]`))
    group.hosts.push(...(names ?? []).map((name) => ({ name, line, variables })))
  }
}

/** Only plain values; a list or map is no value that a host could have here. */
function readVariables(content: unknown, into: Map<string, string>, reader: Reader, at: unknown): void {
  for (const [key, value] of entriesOf(content, reader, at)) {
    const scalar = resolved(value, reader)
    into.set(textOf(key), isScalar(scalar) ? textOf(scalar) : '')
  }
}

function entriesOf(value: unknown, reader: Reader, at: unknown): [unknown, unknown][] {
  const node = resolved(value, reader)
  if (node === null || node === undefined || (isScalar(node) && node.value === null)) return []
  if (isMap(node)) return node.items.map((pair) => [pair.key, pair.value])
  reader.problems.push(problemAt(reader.lineOf(at), `"${textOf(at)}" must be a map of names`))
  return []
}

const resolved = (value: unknown, { document }: Reader): unknown => (isAlias(value) ? value.resolve(document) : value)

/** As it was written: `rack: 007` stays 007. */
const textOf = (node: unknown): string => (isScalar(node) ? (node.source ?? String(node.value)) : String(node))
