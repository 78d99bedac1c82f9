import { isAlias, isMap, isScalar, isSeq, type Document, type Node, type Pair } from 'yaml'
import type { SpecPath } from '../../shared/domain/spec-path'

type Found = { readonly node: unknown; readonly offset: number }

/**
 * Offset in the text of what a path names, through aliases and merge keys. Pure.
 *
 * `isKey` asks for the key instead of its value. Where nothing stands, it is the key of the nearest map above it (the
 * entry itself in a list).
 */
export function locate(document: Document.Parsed, path: SpecPath, isKey = false): number {
  let node: unknown = document.contents
  let above = document.contents?.range?.[0] ?? 0
  for (const [depth, segment] of path.entries()) {
    const found = childOf(node, segment, document)
    if (!found) return above
    const isLast = depth === path.length - 1
    node = found.node
    if (isLast && !isKey) return startOf(node) ?? found.offset
    above = found.offset
  }
  return above
}

function childOf(parent: unknown, segment: string | number, document: Document.Parsed): Found | undefined {
  const node = isAlias(parent) ? parent.resolve(document) : parent
  if (isSeq(node)) {
    const item = typeof segment === 'number' ? node.items[segment] : undefined
    return item === undefined ? undefined : { node: item, offset: startOf(item) ?? 0 }
  }
  if (!isMap(node)) return undefined
  const pair = node.items.find(({ key }) => isScalar(key) && !isMerge(key.value) && String(key.value) === segment)
  if (pair) return { node: pair.value, offset: startOf(pair.key) ?? 0 }
  return node.items
    .flatMap((merge) => mergedNodes(merge, document))
    .reduce<Found | undefined>(
      // earlier ones win, as they do when the value is read
      (found, merged) => found ?? childOf(merged, segment, document),
      undefined,
    )
}

function mergedNodes({ key, value }: Pair, document: Document.Parsed): unknown[] {
  if (!isScalar(key) || !isMerge(key.value)) return []
  const node = isAlias(value) ? value.resolve(document) : value
  return isSeq(node) ? node.items : [node]
}

/** The library reads `<<` as a symbol when merge keys are on. */
const isMerge = (key: unknown) => key === '<<' || typeof key === 'symbol'

const startOf = (node: unknown) => (node as Node | null | undefined)?.range?.[0]
