import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/**
 * The programs outside npm that tests and benchmarks run for real, the Debian package each comes from, and who needs
 * it. `npm run test:all` installs what the integration tests lack; the bench only names it.
 */
export const systemTools = {
  sshd: { debianPackage: 'openssh-server', neededBy: 'integration: every test over SSH; bench' },
  ssh: { debianPackage: 'openssh-client', neededBy: 'integration: keys and agents; bench' },
  'ssh-keygen': { debianPackage: 'openssh-client', neededBy: 'integration: host and user keys; bench' },
  'ssh-agent': { debianPackage: 'openssh-client', neededBy: 'integration: agent authentication' },
  dropbear: { debianPackage: 'dropbear-bin', neededBy: 'integration: steps on a Dropbear server' },
  dropbearkey: { debianPackage: 'dropbear-bin', neededBy: 'integration: steps on a Dropbear server' },
  bash: { debianPackage: 'bash', neededBy: 'integration: login shells' },
  dash: { debianPackage: 'dash', neededBy: 'integration: login shells' },
  busybox: { debianPackage: 'busybox', neededBy: 'integration: login shells' },
  nginx: { debianPackage: 'nginx', neededBy: 'integration: packages pulled by hosts' },
  curl: { debianPackage: 'curl', neededBy: 'integration: fetch and verify steps' },
  wget: { debianPackage: 'wget', neededBy: 'integration: fetch without curl' },
  tar: { debianPackage: 'tar', neededBy: 'integration: packages' },
  unzip: { debianPackage: 'unzip', neededBy: 'integration: zip packages' },
  faketime: { debianPackage: 'faketime', neededBy: 'integration: faults of the clock' },
  chromium: { debianPackage: 'chromium', neededBy: 'integration: end-to-end tests of the page; bench' },
  python3: { debianPackage: 'python3', neededBy: 'bench: CPU time of a process tree' },
  clush: { debianPackage: 'clustershell', neededBy: 'bench: fan-out' },
  'parallel-ssh': { debianPackage: 'pssh', neededBy: 'bench: fan-out' },
  ansible: { debianPackage: 'ansible', neededBy: 'bench: fan-out' },
  'ansible-playbook': { debianPackage: 'ansible', neededBy: 'bench: rolling release' },
} as const

export type SystemTool = keyof typeof systemTools

// Servers live here; it is missing from the PATH of ordinary users on Debian.
const serverFolders = ['/usr/local/sbin', '/usr/sbin', '/sbin']

/** The full path of a program, or undefined when it is not installed. */
export function findTool(tool: SystemTool): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), ...serverFolders]
  return folders.map((folder) => join(folder, tool)).find((path) => existsSync(path))
}

/** The tools that a part of the tests needs and this machine lacks. */
export function listMissingTools(part: 'integration' | 'bench'): SystemTool[] {
  const tools = Object.keys(systemTools) as SystemTool[]
  return tools.filter((tool) => systemTools[tool].neededBy.includes(part) && findTool(tool) === undefined)
}

/** The Debian packages of some tools, each once. */
export function packagesOf(tools: readonly SystemTool[]): string[] {
  return [...new Set(tools.map((tool) => systemTools[tool].debianPackage))]
}
