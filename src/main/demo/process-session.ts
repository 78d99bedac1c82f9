import { readdirSync, readFileSync } from 'node:fs'

/** What a program may take to end when its terminal is hung up. */
const graceMs = 300

/** End all processes of a session, as a hang-up of its terminal does; those that ignore it are killed. Linux only. */
export function endSession(session: number): void {
  signalAll(session, 'SIGHUP')
  setTimeout(() => signalAll(session, 'SIGKILL'), graceMs).unref()
}

function signalAll(session: number, signal: NodeJS.Signals): void {
  for (const pid of listProcesses(session)) {
    try {
      process.kill(pid, signal)
    } catch {
      // it ended meanwhile
    }
  }
}

/** The processes of a session, by the fourth field behind the name in /proc/PID/stat: state, parent, group, session. */
function listProcesses(session: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
        return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[3]) === session
      } catch {
        return false
      }
    })
}
