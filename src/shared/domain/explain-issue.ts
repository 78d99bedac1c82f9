import { closest, distance } from 'fastest-levenshtein'
import type { z } from 'zod'
import { valueAt, type SpecPath } from './spec-path'
import { acceptsTextAt, allowedWordsAt, describeExpected, joinOr, knownKeysAt } from './expected-value'

type Issue = z.core.$ZodIssue

/** One thing to correct. `isKey`: the key itself is wrong, not its value. */
export type Explained = { readonly path: SpecPath; readonly message: string; readonly isKey: boolean }

/** Longer values are cut: the line and column lead to the rest. */
const shownCharacters = 60

/**
 * Say what is wrong in the words of lastmile.yml instead of those of the schema library. Pure.
 * @param root the data of the file, as it was parsed from YAML
 */
export function explainIssue(issue: Issue, root: unknown, base: SpecPath = []): Explained[] {
  const path = [...base, ...issue.path.filter((segment) => typeof segment !== 'symbol')]
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({ path: [...path, key], message: unknownKey(key, root, path), isKey: true }))
    case 'invalid_union': {
      const branch = meantBranch(issue.errors)
      return branch
        ? branch.flatMap((inner) => explainIssue(inner, root, path))
        : [{ path, message: wrongValue(root, path), isKey: false }]
    }
    case 'custom':
      return [{ path, message: issue.message, isKey: false }]
    case 'too_small':
      if (issue.origin !== 'array') return [{ path, message: wrongValue(root, path), isKey: false }]
      return [{ path, message: `${labelOf(path)} must have at least one entry`, isKey: false }]
    default:
      return [{ path, message: wrongValue(root, path), isKey: false }]
  }
}

/** Of the variants of a union, the one whose kind of value was written, with the fewest problems. */
function meantBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const isOtherKind = ({ code, path }: Issue) =>
    path.length === 0 && (code === 'invalid_type' || code === 'invalid_value' || code === 'invalid_union')
  return branches
    .filter((issues) => !issues.some(isOtherKind))
    .toSorted((one, other) => one.length - other.length)
    .at(0)
}

function unknownKey(key: string, root: unknown, path: SpecPath): string {
  const known = knownKeysAt(root, path)
  const hint = similar(key, known)
  return `unknown key "${key}"; ${hint === undefined ? `known here: ${known.join(', ')}` : `did you mean "${hint}"?`}`
}

function wrongValue(root: unknown, path: SpecPath): string {
  const value = valueAt(root, path)
  const label = labelOf(path)
  const words = allowedWordsAt(root, path)
  const expected = words.length > 1 ? `one of ${joinOr(words)}` : describeExpected(root, path)
  if (value === undefined) return `${label} is missing; it must be ${expected}`
  if (value === null) return `${label} has no value; it must be ${expected}`
  // someone may have written a password there
  if (/password/i.test(label) || path.includes('secrets')) return `${label} must be ${expected}`
  const hint = typeof value === 'string' ? similar(value, words) : undefined
  if (hint !== undefined) return `${label} must be ${expected}, not ${show(value)}; did you mean "${hint}"?`
  if ((typeof value === 'number' || typeof value === 'boolean') && acceptsTextAt(root, path)) {
    return `${label} must be ${expected}, not the ${typeof value} ${value}; put it in quotes: "${value}"`
  }
  return `${label} must be ${expected}, not ${show(value)}`
}

function labelOf(path: SpecPath): string {
  const last = path.at(-1)
  if (last === undefined) return 'the document'
  return typeof last === 'number' ? `entry ${last + 1} of ${labelOf(path.slice(0, -1))}` : last
}

function show(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value !== 'string') return 'a map'
  return JSON.stringify(value.length > shownCharacters ? `${value.slice(0, shownCharacters)}…` : value)
}

/** The word that was probably meant: at most a third of its letters differ, upper and lower case aside. */
function similar(word: string, known: readonly string[]): string | undefined {
  if (known.length === 0 || word.length > shownCharacters) return undefined
  const lower = new Map(known.map((text) => [text.toLowerCase(), text]))
  const nearest = closest(word.toLowerCase(), [...lower.keys()])
  const isNear = distance(word.toLowerCase(), nearest) <= Math.max(1, Math.floor(nearest.length / 3))
  return isNear ? lower.get(nearest) : undefined
}
