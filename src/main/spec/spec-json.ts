import { homedir } from 'node:os'
import { appSpec, toWrittenSpec, type AppSpec } from '../../shared/domain/app-spec'
import { explainIssue } from '../../shared/domain/explain-issue'
import { formatSpecPath, type SpecPath } from '../../shared/domain/spec-path'
import { stripDefaults } from '../../shared/domain/strip-defaults'
import { AppError } from '../../shared/errors/app-error'
import { isMap } from '../../shared/util/same-data'
import { withAbsolutePaths } from './absolute-paths'
import { findCommandProblems, type CommandCheck } from './check-commands'

/** One thing to correct; `at` leads to the value, `path` says where that is. */
export type SpecProblem = { readonly at: SpecPath; readonly path: string; readonly message: string }

/**
 * Read an app that was edited as data instead of as a file. Relative local paths are from the home directory.
 * @throws AppError `spec.invalid` with all problems in `details.problems`
 */
export function parseSpecJson(data: unknown, checkCommand: CommandCheck): AppSpec {
  const { spec, problems } = readSpecJson(data, checkCommand)
  if (!spec || problems.length > 0) throw invalidSpec(data, problems)
  return withAbsolutePaths(spec, homedir())
}

/** The same as values: an app, or what is wrong with it. Pure. */
export function readSpecJson(
  data: unknown,
  checkCommand: CommandCheck,
): { readonly spec?: AppSpec | undefined; readonly problems: readonly SpecProblem[] } {
  const result = appSpec.safeParse(data)
  const found = result.success
    ? findCommandProblems(result.data, checkCommand)
    : result.error.issues.flatMap((issue) => explainIssue(issue, data))
  const problems = found.map(({ path, message }) => ({ at: path, path: formatSpecPath(data, path), message }))
  return { spec: result.data, problems }
}

/** An app as lastmile.yml would write it, defaults left out, as plain data. Pure. */
export function writeSpecJson(spec: AppSpec): Record<string, unknown> {
  const written = stripDefaults(appSpec, spec, toWrittenSpec(spec))
  return JSON.parse(JSON.stringify(written)) as Record<string, unknown>
}

function invalidSpec(data: unknown, problems: readonly SpecProblem[]): AppError {
  const file = isMap(data) && typeof data['app'] === 'string' ? data['app'] : 'The app'
  const list = problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('\n')
  const count = `${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`
  return new AppError('spec.invalid', { details: { file, count, list, problems } })
}
