import { Document, isCollection, isMap, isScalar, isSeq, visit, type Node } from 'yaml'
import { appSpec, toWrittenSpec, type AppSpec } from '../../shared/domain/app-spec'
import { stripDefaults } from '../../shared/domain/strip-defaults'

/** Maps and lists under these keys always take a line per entry: they are what one reads a file for. */
const blockKeys: ReadonlySet<unknown> = new Set([
  'package',
  'lifecycle',
  'environments',
  'hosts',
  'otherHosts',
  'strategy',
  'gates',
  'secrets',
])
/** Hosts are a table: one on a line, however long. */
const tableKeys: ReadonlySet<unknown> = new Set(['hosts', 'otherHosts'])
/** What fits an editor's window beside a file tree, indentation included. */
const widestFlow = 100

/**
 * Write a spec as lastmile.yml: durations as `10m`, amounts as `25%`, defaults left out, one host on a line. Pure.
 *
 * Reading it again gives an equal spec. Comments, anchors and `x-` keys of the file it came from are not in a spec and
 * so are not written.
 */
export function exportSpec(spec: AppSpec): string {
  const document = new Document(stripDefaults(appSpec, spec, toWrittenSpec(spec)), {
    version: '1.2',
    aliasDuplicateObjects: false,
  })
  visit(document, {
    Pair(_, { key, value }) {
      if (!isScalar(key)) return
      if (isCollection(value)) layOut(key.value, value)
      if (key.value === 'package' || key.value === 'environments') key.spaceBefore = true
    },
  })
  if (isMap(document.contents)) spaceBeforeLifecycle(document.contents.items)
  // no folding: a command stays on the line it was written on
  return document.toString({ lineWidth: 0, minContentWidth: 0 })
}

/** Only the app's own lifecycle stands apart; an environment has one too. */
function spaceBeforeLifecycle(pairs: readonly { readonly key: unknown }[]): void {
  for (const { key } of pairs) if (isScalar(key) && key.value === 'lifecycle') key.spaceBefore = true
}

function layOut(key: unknown, value: Node): void {
  if (isSeq(value) && blockKeys.has(key)) {
    for (const item of value.items) if (isMap(item)) item.flow = tableKeys.has(key)
  } else if (isSeq(value) && value.items.some((item) => isCollection(item))) {
    for (const item of value.items) if (isMap(item)) item.flow = fitsOneLine(item)
  } else if (isCollection(value) && !blockKeys.has(key)) {
    value.flow = fitsOneLine(value)
  }
}

/** Short, and without a script of several lines in it. */
function fitsOneLine(node: Node): boolean {
  const text = JSON.stringify(node)
  return text.length <= widestFlow && !text.includes('\\n')
}
