import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, chownSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findProgram } from './ssh-fixture'

export type ThrowAwayUser = {
  readonly name: string
  readonly home: string
  readonly uid: number
  readonly gid: number
  remove(): void
}

/**
 * Create a system user with the given login shell (root only). `busybox sh` is installed as a link of that name.
 * Remove it in `afterAll`; its processes are ended.
 */
export function createUser(options: { readonly shell: string; readonly password?: string }): ThrowAwayUser {
  const name = `lm${randomBytes(5).toString('hex')}`
  const home = mkdtempSync(join(tmpdir(), `${name}-`))
  const shell = options.shell === 'busybox' ? busyboxShell(home) : options.shell
  execFileSync('useradd', ['-M', '-d', home, '-s', shell, name], { stdio: 'pipe' })
  const secret = options.password ?? randomBytes(12).toString('hex')
  execFileSync('chpasswd', [], { input: `${name}:${secret}\n`, stdio: 'pipe' })
  const uid = Number(execFileSync('id', ['-u', name], { encoding: 'utf8' }))
  const gid = Number(execFileSync('id', ['-g', name], { encoding: 'utf8' }))
  chownSync(home, uid, gid)
  chmodSync(home, 0o755)
  const remove = () => {
    endProcessesOf(uid)
    removeUser(name)
    if (options.shell === 'busybox') editShells('sed -i "\\|^$1$|d" /etc/shells', shell)
    rmSync(home, { recursive: true, force: true })
  }
  return { name, home, uid, gid, remove }
}

/** A link named `ash`, so that busybox is its shell. Dropbear lets in only shells that /etc/shells names. */
function busyboxShell(home: string): string {
  const path = join(home, 'ash')
  symlinkSync(findProgram('busybox') ?? '/usr/bin/busybox', path)
  editShells('printf "%s\\n" "$1" >> /etc/shells', path)
  return path
}

/** Under a lock: test files run side by side. */
function editShells(script: string, path: string): void {
  execFileSync('flock', [join(tmpdir(), 'lm-shells.lock'), 'sh', '-c', script, 'sh', path])
}

/** Only this throw-away user has this uid, so these are processes of the test. */
function endProcessesOf(uid: number): void {
  for (const pid of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      if (statSync(`/proc/${pid}`).uid === uid) process.kill(Number(pid), 'SIGKILL')
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code
      if (code !== 'ENOENT' && code !== 'ESRCH') throw error
    }
  }
}

function removeUser(name: string): void {
  // sessions that still end keep userdel from working; -f removes the entry regardless
  execFileSync('sh', ['-c', 'userdel -f "$1" 2>/dev/null || true; groupdel "$1" 2>/dev/null || true', 'sh', name])
}

/** Write a file that belongs to the user. */
export function writeAs(user: ThrowAwayUser, path: string, text: string, mode = 0o600): void {
  writeFileSync(path, text, { mode })
  chownSync(path, user.uid, user.gid)
}
