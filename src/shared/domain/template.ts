import { AppError } from '../errors/app-error'
import { secretVariable } from './secret-variable'

/** What the placeholders of a command, URL or path stand for on one host. */
export type TemplateValues = {
  readonly app: string
  readonly version: string
  readonly environment: string
  readonly rollout: string
  /** The version that ran on the host before; left out when there was none. */
  readonly previous?: string | undefined
  /** `package.root` as lastmile.yml says it, so it may start with `~/`; left out when the app has no package. */
  readonly root?: string | undefined
  readonly host: {
    readonly name: string
    readonly address: string
    readonly port?: number | undefined
    readonly user?: string | undefined
    readonly labels: Readonly<Record<string, string>>
  }
}

const plainNames = ['app', 'version', 'environment', 'rollout', 'previous', 'root', 'release'] as const
const hostNames = ['host.name', 'host.address', 'host.port', 'host.user'] as const
const knownNames: ReadonlySet<string> = new Set<string>([...plainNames, ...hostNames])

export type Placeholder =
  | { readonly kind: 'value'; readonly name: (typeof plainNames)[number] | (typeof hostNames)[number] }
  | { readonly kind: 'label'; readonly key: string }

/** `{app}`, `{host.name}`, `{host.label.zone}` and whatever looks like one of them; `label` and `secret` for their likely misuse. */
const shape = new RegExp(
  String.raw`\{((?:${[...plainNames, 'host', 'label', 'secret'].join('|')})(?:\.[\w./:@-]+)?)\}`,
  'y',
)
const anywhere = new RegExp(shape.source)
const labelPrefix = 'host.label.'

/**
 * The placeholder that starts at `at`, with its length in characters; undefined when the brace there is none of ours.
 *
 * Pure. `${version}` is a variable of the shell and `{{version}}` belongs to other template languages: both stay as they are.
 * @throws AppError `spec.unknown-placeholder`, `spec.secret-in-text`
 */
export function placeholderAt(text: string, at: number): { placeholder: Placeholder; length: number } | undefined {
  if (text[at] !== '{' || text[at - 1] === '$') return undefined
  shape.lastIndex = at
  const [found = '', name = ''] = shape.exec(text) ?? []
  if (found === '' || (text[at - 1] === '{' && text[at + found.length] === '}')) return undefined
  return { placeholder: parsePlaceholder(name), length: found.length }
}

/** Whether anything in the text looks like a placeholder of ours, also where it will be refused. Pure. */
export function mentionsPlaceholder(text: string): boolean {
  return anywhere.test(text)
}

/** The text as it is written in a template: `{host.label.zone}`. Pure. */
export const showPlaceholder = (placeholder: Placeholder): string =>
  placeholder.kind === 'label' ? `{${labelPrefix}${placeholder.key}}` : `{${placeholder.name}}`

/**
 * The value of a placeholder on one host; undefined when that host has none. Pure.
 * @throws AppError `spec.unknown-label`
 */
export function valueOf(placeholder: Placeholder, values: TemplateValues): string | undefined {
  const { host, root } = values
  if (placeholder.kind === 'label') return labelOf(placeholder.key, host)
  switch (placeholder.name) {
    case 'host.name':
      return host.name
    case 'host.address':
      return host.address
    case 'host.port':
      return host.port?.toString()
    case 'host.user':
      return host.user
    case 'release':
      return root === undefined ? undefined : `${root.replace(/\/+$/, '')}/releases/${values.version}`
    default:
      return values[placeholder.name]
  }
}

/**
 * Fill a text that is not a command: a path, an expected body, a message. Pure; values go in as they are.
 * @throws AppError `spec.unknown-placeholder`, `spec.secret-in-text`, `spec.unknown-label`, `spec.placeholder-empty`
 */
export const fillText = (text: string, values: TemplateValues): string =>
  fillWith(text, (placeholder) => presentValue(placeholder, values))

/**
 * Fill a URL. Pure; values are percent-encoded, so a version cannot add a path, a query or a host of its own. An IPv6
 * address gets its brackets.
 * @throws AppError `spec.unknown-placeholder`, `spec.secret-in-text`, `spec.unknown-label`, `spec.placeholder-empty`
 */
export function fillUrl(text: string, values: TemplateValues): string {
  return fillWith(text, (placeholder, before) => {
    const value = presentValue(placeholder, values)
    const isAddress = placeholder.kind === 'value' && placeholder.name === 'host.address'
    if (!isAddress || !/^[0-9a-f.]*:[0-9a-f:.]+$/i.test(value)) return encodeURIComponent(value)
    return before.endsWith('[') ? value : `[${value}]`
  })
}

/**
 * The placeholders a text uses, each once, in order. Pure.
 * @throws AppError `spec.unknown-placeholder`, `spec.secret-in-text`
 */
export function placeholdersOf(text: string): string[] {
  const found = new Set<string>()
  fillWith(text, (placeholder) => {
    found.add(showPlaceholder(placeholder))
    return ''
  })
  return [...found]
}

function fillWith(text: string, replace: (placeholder: Placeholder, before: string) => string): string {
  let filled = ''
  let at = 0
  while (at < text.length) {
    const found = placeholderAt(text, at)
    filled += found ? replace(found.placeholder, filled) : (text[at] ?? '')
    at += found?.length ?? 1
  }
  return filled
}

function parsePlaceholder(name: string): Placeholder {
  if (name.startsWith(labelPrefix)) return { kind: 'label', key: name.slice(labelPrefix.length) }
  if (/^secret(\.|$)/.test(name)) {
    const details = { placeholder: `{${name}}`, variable: secretVariable(name.slice('secret.'.length) || 'NAME') }
    throw new AppError('spec.secret-in-text', { details })
  }
  if (knownNames.has(name)) return { kind: 'value', name: name as (typeof plainNames)[number] }
  const known = [...knownNames, `${labelPrefix}<key>`].map((each) => `{${each}}`).join(', ')
  throw new AppError('spec.unknown-placeholder', { details: { placeholder: `{${name}}`, known } })
}

function labelOf(key: string, host: TemplateValues['host']): string {
  const value = Object.hasOwn(host.labels, key) ? host.labels[key] : undefined
  if (value !== undefined) return value
  const known = Object.keys(host.labels).join(', ') || 'none'
  throw new AppError('spec.unknown-label', { details: { label: key, host: host.name, known } })
}

function presentValue(placeholder: Placeholder, values: TemplateValues): string {
  const value = valueOf(placeholder, values)
  if (value !== undefined) return value
  const details = { placeholder: showPlaceholder(placeholder), host: values.host.name }
  throw new AppError('spec.placeholder-empty', { details })
}
