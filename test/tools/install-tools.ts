import { spawnSync } from 'node:child_process'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { listMissingTools, packagesOf } from './system-tools.ts'

// All downloads together; a package mirror that hangs must not hold up the tests.
const downloadBudgetMs = 5 * 60_000
const aptOptions = [
  '-qq',
  '-o',
  'DPkg::Lock::Timeout=120',
  '-o',
  'Acquire::Retries=3',
  '-o',
  'Acquire::http::Timeout=30',
]
// Debian asks this file before it starts the service of a new package; 101 means "no".
const policyFile = '/usr/sbin/policy-rc.d'

/**
 * Install what the integration tests need and this machine lacks: by apt-get on Debian or Ubuntu as root, elsewhere
 * only say which command would. The tests that still lack a tool are skipped with the reason.
 */
export function installTools(): void {
  const missing = listMissingTools('integration')
  if (missing.length === 0) return console.log('every tool of the integration tests is installed')
  const packages = packagesOf(missing)
  console.log(`missing: ${missing.join(', ')}`)
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) {
    return console.log(`for the tests that need them:  sudo apt-get install -y ${packages.join(' ')}`)
  }
  installPackages(packages, Date.now() + downloadBudgetMs)
  const still = listMissingTools('integration')
  if (still.length > 0) console.log(`could not be installed: ${still.join(', ')}; their tests are skipped`)
}

/** Only the download has a time limit: dpkg must not be killed half-way. */
function installPackages(packages: readonly string[], deadlineMs: number): void {
  const download = (names: readonly string[]) =>
    aptGet(['install', '-y', '--no-install-recommends', '--download-only', ...names], deadlineMs)
  let wanted = packages
  if (!download(wanted)) {
    aptGet(['update'], deadlineMs)
    // A name that this release does not know must not take the others with it.
    if (!download(wanted)) wanted = packages.filter((name) => download([name]))
  }
  if (wanted.length === 0) return
  withoutServices(() => aptGet(['install', '-y', '--no-install-recommends', '--no-download', ...wanted]))
}

function aptGet(args: readonly string[], deadlineMs?: number): boolean {
  const timeout = deadlineMs === undefined ? undefined : deadlineMs - Date.now()
  if (timeout !== undefined && timeout <= 0) return false
  console.log(`apt-get ${args.join(' ')}`)
  const run = spawnSync('apt-get', [...aptOptions, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
    timeout,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
  if (run.status === 0) return true
  console.log(run.stderr.trim().split('\n').slice(-3).join('\n') || `apt-get ${args[0]} took too long`)
  return false
}

/** The tests start their own servers on free ports; a new package must not start one on port 22 or 80. */
function withoutServices(install: () => void): void {
  if (existsSync(policyFile)) return install()
  writeFileSync(policyFile, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    install()
  } finally {
    rmSync(policyFile)
  }
}
