import { split } from 'shlex'
import type { FileProblem } from '../../../shared/errors/invalid-file'
import { groupOf, type Groups } from './ansible-groups'
import { expandRanges } from './ansible-range'
import { problemAt } from './inventory'

type Section = { readonly group: string; readonly kind: 'hosts' | 'children' | 'vars' }

/** Read an INI inventory: `[group]`, `[group:children]`, `[group:vars]`, host lines with variables and ranges. Pure. */
export function readIniGroups(text: string): { groups: Groups; problems: FileProblem[] } {
  const groups: Groups = new Map()
  const problems: FileProblem[] = []
  let section: Section = { group: 'ungrouped', kind: 'hosts' }
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const row = raw.trim()
    if (row === '' || /^[#;]/.test(row)) continue
    const line = index + 1
    if (!row.startsWith('[')) {
      problems.push(...readRow(row, line, section, groups))
      continue
    }
    const opened = openSection(row)
    if (opened === undefined) problems.push(problemAt(line, `${row} is not [group], [group:children] or [group:vars]`))
    else groupOf(groups, opened.group)
    section = opened ?? section
  }
  return { groups, problems }
}

function openSection(row: string): Section | undefined {
  const [, group, kind = 'hosts'] = /^\[([^\]:\s]+)(?::(hosts|children|vars))?\]\s*(?:[#;].*)?$/.exec(row) ?? []
  return group === undefined ? undefined : { group, kind: kind as Section['kind'] }
}

function readRow(row: string, line: number, { group, kind }: Section, groups: Groups): FileProblem[] {
  if (kind === 'children') {
    const [child = ''] = row.split(/\s/)
    groupOf(groups, group).children.add(child)
    groupOf(groups, child)
    return []
  }
  if (kind === 'vars') {
    const [, key, value = ''] = /^([^=\s]+)\s*=\s*(.*)$/.exec(row) ?? []
    if (key === undefined) return [problemAt(line, `${row} is not a variable; write name=value`)]
    groupOf(groups, group).variables.set(key, value.replace(/^(["'])(.*)\1$/, '$2'))
    return []
  }
  return readHostRow(row, line, group, groups)
}

function readHostRow(row: string, line: number, group: string, groups: Groups): FileProblem[] {
  let words: string[]
  try {
    words = split(row)
  } catch {
    return [problemAt(line, 'a quote is opened and not closed')]
  }
  const comment = words.findIndex((word) => word.startsWith('#'))
  const [pattern = '', ...assignments] = comment < 0 ? words : words.slice(0, comment)
  const variables = new Map<string, string>()
  for (const assignment of assignments) {
    const equals = assignment.indexOf('=')
    if (equals < 1) return [problemAt(line, `"${assignment}" is not a variable; write name=value`)]
    variables.set(assignment.slice(0, equals), assignment.slice(equals + 1))
  }
  // `web-01:2222` is short for ansible_port; a name with several colons is an IPv6 address
  const [, short, port] = /^([^:]*(?:\[[^\]]*\][^:]*)*):(\d+)$/.exec(pattern) ?? []
  if (port !== undefined && !variables.has('ansible_port')) variables.set('ansible_port', port)
  const names = expandRanges(short ?? pattern)
  if (!names) return [problemAt(line, `"${pattern}" is not a range such as web[01:12] or db-[a:c]`)]
  groupOf(groups, group).hosts.push(...names.map((name) => ({ name, line, variables })))
  return []
}
