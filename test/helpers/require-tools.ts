import { describe } from 'vitest'
import { findTool, packagesOf, type SystemTool } from '../tools/system-tools'

/** What a test may need of the machine beside programs: the whole of 127.0.0.0/8 (Linux), or to be root. */
type Ability = 'loopback-range' | 'root'

const abilities: Readonly<Record<Ability, () => boolean>> = {
  'loopback-range': () => process.platform === 'linux',
  root: () => process.getuid?.() === 0,
}

const isAbility = (need: SystemTool | Ability): need is Ability => need in abilities

/**
 * `describe` for tests of real programs: `needs('sshd', 'nginx')('name', () => …)`. Where something is missing the
 * tests are skipped, and the title says why; `npm run test:all` gathers these reasons.
 */
export function needs(...wanted: readonly (SystemTool | Ability)[]): (name: string, tests: () => void) => void {
  const missing = wanted.filter((need) => (isAbility(need) ? !abilities[need]() : findTool(need) === undefined))
  if (missing.length === 0) return (name, tests) => void describe(name, tests)
  const packages = packagesOf(missing.filter((need) => !isAbility(need)))
  const remedy = packages.length > 0 ? `: apt-get install ${packages.join(' ')}` : ''
  return (name, tests) => void describe.skip(`${name} [needs ${missing.join(', ')}${remedy}]`, tests)
}

/** The path of a program that `needs` has made sure of. */
export function toolPath(tool: SystemTool): string {
  const path = findTool(tool)
  if (path === undefined) throw new Error(`${tool} is not installed; guard the tests with needs('${tool}')`)
  return path
}
