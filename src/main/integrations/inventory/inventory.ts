import { hostSpec, type HostSpec } from '../../../shared/domain/app-spec'
import { explainIssue } from '../../../shared/domain/explain-issue'
import { formatSpecPath, type SpecPath } from '../../../shared/domain/spec-path'
import { invalidFile, type FileProblem } from '../../../shared/errors/invalid-file'

/** What a list of machines says: its hosts, and in words what was not taken over. */
export type Inventory = { readonly hosts: readonly HostSpec[]; readonly ignored: readonly string[] }

/** A host as it was read, with the line it stands in. Keys without a value are left out. */
export type FoundHost = { readonly line: number; readonly host: Readonly<Record<string, unknown>> }

export const problemAt = (line: number, message: string, path = ''): FileProblem => ({ line, column: 1, path, message })

/** Where the schema of a host stands in the schema of the file; messages are made from it. */
const hostPath: SpecPath = ['environments', 0, 'hosts', 0]

/**
 * Check the hosts of a list and refuse it as a whole if one of them, or what was noticed while reading, is wrong. Pure.
 * @throws AppError `inventory.invalid`
 */
export function checkHosts(
  fileName: string,
  found: readonly FoundHost[],
  noticed: readonly FileProblem[],
  ignored: readonly string[],
): Inventory {
  const problems = [...noticed]
  const lineOf = new Map<string, number>()
  const hosts = found.flatMap(({ line, host }) => {
    const result = hostSpec.safeParse(host)
    if (!result.success) {
      problems.push(...result.error.issues.flatMap((issue) => explain(issue, host, line)))
      return []
    }
    const first = lineOf.get(result.data.name)
    if (first !== undefined) {
      problems.push(problemAt(line, `"${result.data.name}" stands in line ${first} already`, 'name'))
    }
    lineOf.set(result.data.name, first ?? line)
    return [result.data]
  })
  if (hosts.length === 0 && problems.length === 0) problems.push(problemAt(1, 'the file names no host'))
  if (problems.length > 0) throw invalidFile('inventory.invalid', fileName, problems)
  return { hosts, ignored }
}

function explain(issue: Parameters<typeof explainIssue>[0], host: unknown, line: number): FileProblem[] {
  const root = { environments: [{ hosts: [host] }] }
  return explainIssue(issue, root, hostPath).map(({ path, message }) =>
    problemAt(line, message, formatSpecPath(host, path.slice(hostPath.length))),
  )
}

/** A port as the schema wants it; what is no number is kept, to be complained about. Pure. */
export const portOf = (text: string): number | string => (/^\d{1,9}$/.test(text) ? Number(text) : text)
