import { parseSync } from 'vite'

/** Attributes whose text people see or hear. */
const spoken = new Set([
  'alt',
  'aria-description',
  'aria-label',
  'aria-placeholder',
  'aria-roledescription',
  'aria-valuetext',
  'confirm',
  'description',
  'hint',
  'label',
  'placeholder',
  'title',
])
/** What stands in these is typed or pressed, and the same in every language. */
const verbatim = new Set(['Kbd', 'code', 'kbd', 'style'])
/** What could be typed here, such as `~/.ssh/id_ed25519` or `zone=a, rack=12`: neither a sentence nor a title. */
const example = /^(?!\p{Lu})(?!.*\p{L}{2,} \p{L}{2,})/u
/** Names and units that no language translates. */
const untranslated = /Lastmile|lastmile\.yml|known_hosts|SHA-?256|sha256|PID|SSH|KiB|MiB|\bms\b|\bs\b|\bn\b/g

type Node = { readonly type: string; readonly [key: string]: unknown }
export type LiteralText = { readonly line: number; readonly text: string }

/** Text for people that a `.tsx` file writes out instead of taking it from the locales. */
export function findLiteralText(fileName: string, code: string): LiteralText[] {
  const found: LiteralText[] = []
  const report = (node: Node, text: string) => {
    if (!/\p{L}/u.test(text.replaceAll(untranslated, ''))) return
    const start = (node['start'] as number) + text.search(/\S/)
    found.push({ line: code.slice(0, start).split('\n').length, text: text.trim() })
  }
  const { program } = parseSync(fileName, code)
  visit(program as unknown as Node, report)
  return found.toSorted((one, other) => one.line - other.line)
}

function visit(node: Node, report: (node: Node, text: string) => void): void {
  if (node.type === 'JSXElement' && verbatim.has(elementName(node))) return
  if (node.type === 'JSXText') report(node, String(node['value']))
  if (node.type === 'JSXAttribute') {
    const { name, value } = node as unknown as { name: Node; value: Node | null }
    const isPlaceholder = name['name'] === 'placeholder'
    const reportPart = (part: Node, text: string) =>
      isPlaceholder && example.test(text) ? undefined : report(part, text)
    if (spoken.has(String(name['name'])) && value) readText(value, reportPart)
  }
  if (node.type === 'JSXElement' || node.type === 'JSXFragment') {
    for (const child of node['children'] as Node[]) {
      if (child.type === 'JSXExpressionContainer') readText(child, report)
    }
  }
  for (const child of Object.values(node).flat()) if (isNode(child)) visit(child, report)
}

/** Strings that an expression may become; what is called or looked up is somebody else's. */
function readText(node: Node, report: (node: Node, text: string) => void): void {
  const parts = (...keys: string[]) => keys.map((key) => node[key]).filter(isNode)
  switch (node.type) {
    case 'Literal':
      return typeof node['value'] === 'string' ? report(node, node['value']) : undefined
    case 'TemplateLiteral':
      for (const quasi of node['quasis'] as Node[]) report(quasi, (quasi['value'] as { cooked: string }).cooked)
      return
    case 'JSXExpressionContainer':
      return parts('expression').forEach((part) => readText(part, report))
    case 'ConditionalExpression':
      return parts('consequent', 'alternate').forEach((part) => readText(part, report))
    case 'LogicalExpression':
    case 'BinaryExpression':
      return parts('left', 'right').forEach((part) => (isComparison(node) ? undefined : readText(part, report)))
    default:
  }
}

const isComparison = (node: Node) => node.type === 'BinaryExpression' && node['operator'] !== '+'

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'

const elementName = (node: Node): string => String((node['openingElement'] as { name: Node }).name['name'])
