import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { z } from 'zod'

/** Names one process for good: a pid is used again, also after a restart of the machine. */
export const processMark = z.object({
  pid: z.int().positive(),
  host: z.string(),
  /** Of the machine; empty where it cannot be told. */
  boot: z.string(),
  /** When the process began, in the words of the system; empty where it cannot be told. */
  started: z.string(),
})
export type ProcessMark = z.output<typeof processMark>

/** The mark of a process of this machine; by default this one. */
export function markOf(pid: number = process.pid): ProcessMark {
  return { pid, host: hostname(), boot: bootId(), started: startOf(pid) ?? '' }
}

/** Does the process still run? One of another machine counts as running: nobody here can tell. */
export function isRunning(mark: ProcessMark): boolean {
  if (mark.host !== hostname()) return true
  if (mark.boot !== '' && mark.boot !== bootId()) return false
  const started = startOf(mark.pid)
  if (started === undefined) return false
  return mark.started === '' || started === '' || started === mark.started
}

/** When a process began; undefined when there is none; empty when there is one and nothing tells when. */
function startOf(pid: number): string | undefined {
  if (!isThere(pid)) return undefined
  if (process.platform === 'linux') return startFromProc(pid)
  if (process.platform === 'win32') return ''
  try {
    // Local time in local words would change with the user's settings.
    const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' }
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', env }).trim()
  } catch {
    return isThere(pid) ? '' : undefined
  }
}

function startFromProc(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name, in brackets, may hold anything; the fields after it are state (0) … start time in ticks (19).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const isDead = fields[0] === 'Z' || fields[0] === 'X'
    return isDead ? undefined : (fields[19] ?? '')
  } catch {
    return isThere(pid) ? '' : undefined
  }
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it runs and belongs to somebody else
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function bootId(): string {
  if (process.platform !== 'linux') return ''
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return ''
  }
}
