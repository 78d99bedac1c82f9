import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Finding } from '../findings'

/** A clock that is corrected moves by less in the moments a doctor takes. */
const stepMs = 500
/** Hosts and consoles differ by as much, and nobody minds. */
const skewMs = 60_000

/** What is known of the clock of this machine. */
export type ClockFacts = {
  readonly nowMs: number
  /** What the clock moved by more than time passed while the doctor looked. */
  readonly stepMs: number
  /** Undefined where the system does not tell. */
  readonly isSynchronised?: boolean | undefined
  /** Of the newest event of all journals. */
  readonly lastEventAtMs?: number | undefined
}

/** Is the clock one that a journal can be written by? Pure. */
export function findClock({ nowMs, stepMs: movedMs, isSynchronised, lastEventAtMs = 0 }: ClockFacts): Finding[] {
  const at = new Date(nowMs).toISOString()
  const fix = 'Have it set by NTP: `sudo timedatectl set-ntp true`, or chronyd.'
  if (lastEventAtMs > nowMs + skewMs) {
    const why = `The newest event in the journal is of ${new Date(lastEventAtMs).toISOString()}: soaks and expiries end too late.`
    return [{ state: 'problem', what: `The clock says ${at}, before the journal ends`, why, fix }]
  }
  if (Math.abs(movedMs) > stepMs) {
    const what = `The clock moved by ${(movedMs / 1_000).toFixed(1)} s while it was looked at`
    return [{ state: 'problem', what, why: 'Something sets it again and again.', fix }]
  }
  if (isSynchronised === false) {
    const why = 'It drifts from those of the hosts; precheck refuses hosts that are far off.'
    return [{ state: 'note', what: `The clock says ${at}, and is not synchronised`, why, fix }]
  }
  const how = isSynchronised === undefined ? '' : ', synchronised'
  return [{ state: 'ok', what: `Clock ${at}${how}, after the newest event` }]
}

/** Whether the system says that its clock is set by others; undefined where it does not say. */
export async function askSynchronised(): Promise<boolean | undefined> {
  if (process.platform !== 'linux') return undefined
  try {
    const options = { timeout: 2_000, encoding: 'utf8' } as const
    const { stdout } = await promisify(execFile)('timedatectl', ['show', '-p', 'NTPSynchronized', '--value'], options)
    return stdout.trim() === '' ? undefined : stdout.trim() === 'yes'
  } catch {
    // containers and other systems have no timedatectl, or nobody who answers it
    return undefined
  }
}
