import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { findTool, packagesOf, type SystemTool } from '../tools/system-tools'
import type { Need } from './fault'

type Ability = Exclude<Need, SystemTool>

const isRoot = () => process.getuid?.() === 0
const abilities: Readonly<Record<Ability, () => boolean>> = {
  root: isRoot,
  // asked by doing: containers are root and may still not make one
  netns: () => isRoot() && spawnSync('unshare', ['--net', 'true'], { stdio: 'ignore' }).status === 0,
  tc: () => hasProgram('tc'),
  iptables: () => hasProgram('iptables'),
  prlimit: () => hasProgram('prlimit'),
  'loopback-range': () => process.platform === 'linux',
}

const isAbility = (need: Need): need is Ability => Object.hasOwn(abilities, need)
const hasProgram = (name: string) => ['/usr/sbin', '/sbin', '/usr/bin'].some((dir) => existsSync(`${dir}/${name}`))

/** What a kind needs and this machine lacks, as a remark with the remedy; undefined when all is there. */
export function describeMissing(needs: readonly Need[]): string | undefined {
  const missing = needs.filter((need) => (isAbility(need) ? !abilities[need]() : findTool(need) === undefined))
  if (missing.length === 0) return undefined
  const packages = packagesOf(missing.filter((need) => !isAbility(need)))
  const remedy = packages.length > 0 ? `: apt-get install ${packages.join(' ')}` : ''
  return `needs ${missing.join(', ')}${remedy}`
}
