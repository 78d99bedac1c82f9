import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { isAlias, isMap, isScalar, LineCounter, parseAllDocuments, visit, type Document, type YAMLError } from 'yaml'
import { appSpec, type AppSpec } from '../../shared/domain/app-spec'
import { explainIssue } from '../../shared/domain/explain-issue'
import { formatSpecPath } from '../../shared/domain/spec-path'
import { AppError } from '../../shared/errors/app-error'
import { invalidFile, type FileProblem } from '../../shared/errors/invalid-file'
import { withAbsolutePaths } from './absolute-paths'
import { findCommandProblems, type CommandCheck } from './check-commands'
import { locate } from './locate'

/** Every host of a large fleet may refer to the same anchor; what this still stops is a file that explodes in memory. */
const maxAliasCount = 20_000

/**
 * Read lastmile.yml. Several documents in one file are several apps.
 * @throws AppError `spec.unreadable`, `spec.invalid`
 */
export async function readSpecFile(fileName: string, checkCommand?: CommandCheck): Promise<AppSpec[]> {
  const text = await readFile(fileName, 'utf8').catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new AppError('spec.unreadable', { details: { file: fileName, reason }, cause })
  })
  return parseSpecFile(text, fileName, checkCommand)
}

/**
 * Read the text of lastmile.yml: YAML 1.2 with anchors and merge keys; keys at the top that start with `x-` are free
 * for anchors and are not read otherwise. Relative local paths become absolute, from the directory of `fileName`.
 *
 * @param checkCommand `checkCommand` of `commands`, which this folder may not import; without it, commands are only
 * checked when they run.
 * @throws AppError `spec.invalid` with all problems of the file, those of YAML before those of the content
 */
export function parseSpecFile(text: string, fileName: string, checkCommand: CommandCheck = () => undefined): AppSpec[] {
  const lines = new LineCounter()
  const documents = parseAllDocuments(text, { version: '1.2', merge: true, prettyErrors: false, lineCounter: lines })
  const problems: FileProblem[] = []
  const report = (offset: number, path: string, message: string) => {
    const { line, col } = lines.linePos(offset)
    problems.push({ line: Math.max(1, line), column: Math.max(1, col), path, message })
  }
  const specs: AppSpec[] = []
  for (const document of Array.isArray(documents) ? documents : []) {
    if (isEmpty(document)) continue
    const spec = parseDocument(document, text, report, checkCommand)
    if (!spec) continue
    if (specs.some(({ app }) => app === spec.app)) {
      report(locate(document, ['app']), 'app', `"${spec.app}" is described twice in this file`)
    }
    specs.push(withAbsolutePaths(spec, dirname(resolve(fileName))))
  }
  if (specs.length === 0 && problems.length === 0)
    report(0, '', 'the file describes no app; it needs at least "app: NAME"')
  if (problems.length > 0) throw invalidFile('spec.invalid', fileName, problems)
  return specs
}

/** Nothing but comments, as after a last `---`. */
const isEmpty = ({ contents, errors }: Document.Parsed) =>
  errors.length === 0 &&
  (contents === null || (isScalar(contents) && contents.value === null && contents.source === ''))

type Report = (offset: number, path: string, message: string) => void

function parseDocument(
  document: Document.Parsed,
  text: string,
  report: Report,
  checkCommand: CommandCheck,
): AppSpec | undefined {
  const broken = [...document.errors, ...document.warnings]
  for (const error of broken) report(error.pos[0], '', yamlMessage(error, text))
  const isComplete = reportUnknownAliases(document, report)
  if (broken.length > 0 || !isComplete) return undefined
  keepLabelsAsWritten(document)
  let data: unknown
  try {
    data = withoutExtensions(document.toJS({ maxAliasCount }))
  } catch (error) {
    report(locate(document, []), '', error instanceof Error ? error.message : String(error))
    return undefined
  }
  const result = appSpec.safeParse(data)
  const found = result.success
    ? findCommandProblems(result.data, checkCommand).map((problem) => ({ ...problem, isKey: false }))
    : result.error.issues.flatMap((issue) => explainIssue(issue, data))
  for (const { path, message, isKey } of found) {
    report(locate(document, path, isKey), formatSpecPath(data, path), message)
  }
  return found.length === 0 ? result.data : undefined
}

function yamlMessage(error: YAMLError, text: string): string {
  if (error.code !== 'DUPLICATE_KEY') return error.message
  const key = /^[^\s:]+/.exec(text.slice(error.pos[0]))?.[0] ?? 'this key'
  return `"${key}" stands twice in the same map; keep one of them`
}

function reportUnknownAliases(document: Document.Parsed, report: Report): boolean {
  let isComplete = true
  // in the order of the text; asking each alias to find its anchor takes quadratic time
  const anchors = new Set<string>()
  visit(document, {
    Node(_, node) {
      if (!isAlias(node)) {
        if (node.anchor !== undefined) anchors.add(node.anchor)
      } else if (!anchors.has(node.source)) {
        isComplete = false
        report(node.range?.[0] ?? 0, '', `there is no anchor "&${node.source}" above this "*${node.source}"`)
      }
    },
  })
  return isComplete
}

/** A label is text even where YAML sees a number: `rack: 1.10` is not 1.1. */
function keepLabelsAsWritten(document: Document.Parsed): void {
  visit(document, {
    Pair(_, { key, value }) {
      if (!isScalar(key) || key.value !== 'labels') return
      const map = isAlias(value) ? value.resolve(document) : value
      if (!isMap(map)) return
      for (const { value: label } of map.items) {
        if (isScalar(label) && label.source !== undefined && label.value !== null) label.value = label.source
      }
    },
  })
}

function withoutExtensions(data: unknown): unknown {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return data
  return Object.fromEntries(Object.entries(data).filter(([key]) => !key.startsWith('x-')))
}
