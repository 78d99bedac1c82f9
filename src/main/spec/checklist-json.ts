import { z } from 'zod'
import { checklistItem, type ChecklistItem } from '../../shared/domain/checklist'
import type { GateName } from '../../shared/domain/checklist-merge'
import { formatSpecPath } from '../../shared/domain/spec-path'
import { stripDefaults } from '../../shared/domain/strip-defaults'
import { AppError } from '../../shared/errors/app-error'
import { isMap } from '../../shared/util/same-data'
import type { CommandCheck } from './check-commands'
import { readSpecJson, type SpecProblem } from './spec-json'

const itemList = z.array(checklistItem)

/**
 * Read the items of a checklist template, written as in lastmile.yml, by all rules that hold there. Which machine a `via` is, is
 * known only where the template is used.
 * @throws AppError `spec.checklist-invalid` with all problems in `details.problems`; `at` leads from the list of items
 */
export function parseChecklist(gate: GateName, items: readonly unknown[], checkCommand: CommandCheck): ChecklistItem[] {
  const base = ['environments', 0, 'gates', gate]
  const machines = items.flatMap((item) => (isMap(item) && typeof item['via'] === 'string' ? [item['via']] : []))
  const otherHosts = [...new Set(machines)].map((name) => ({ name }))
  const app = { app: 'any', package: { url: 'any', root: '/any' } }
  const data = { ...app, environments: [{ name: 'any', otherHosts, gates: { [gate]: items } }] }
  const { spec, problems } = readSpecJson(data, checkCommand)
  const read = spec?.environments[0]?.gates[gate]
  if (problems.length > 0 || !Array.isArray(read)) {
    const own = problems.filter(({ at }) => at.slice(0, base.length).join() === base.join())
    throw invalidChecklist(own.map(({ at, message }) => withinList(at.slice(base.length), items, message)))
  }
  return read
}

/** Items as lastmile.yml would write them, defaults left out. Pure. */
export function writeChecklist(items: readonly ChecklistItem[]): Record<string, unknown>[] {
  const list = [...items]
  const written = stripDefaults(itemList, list, z.encode(itemList, list))
  return JSON.parse(JSON.stringify(written)) as Record<string, unknown>[]
}

const withinList = (at: SpecProblem['at'], items: readonly unknown[], message: string): SpecProblem => ({
  at,
  path: formatSpecPath(items, at),
  message,
})

function invalidChecklist(problems: readonly SpecProblem[]): AppError {
  const list = problems.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('\n')
  const count = `${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}`
  return new AppError('spec.checklist-invalid', { details: { count, list, problems } })
}
