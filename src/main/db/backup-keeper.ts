import { rmSync, statSync, utimesSync } from 'node:fs'
import { AppError } from '../../shared/errors/app-error'
import type { Clock } from '../ports/clock'
import type { TroubleBook } from '../ports/troubles'
import { makeBackupBeside } from './background-backup'
import { listBackups, seeBackups, type Backup } from './backup'
import { listStaleBackups } from './backup-retention'

type Ports = {
  readonly database: string
  readonly backupsDir: string
  readonly clock: Clock
  readonly troubles: TroubleBook
}

const hourMs = 3_600_000
const everyMs = 24 * hourMs
/** A verb that only looks is over by then; it must not cost a copy. */
const settleMs = 2_000
/** Consoles that come and go all day start with one at most each hour. */
const startGapMs = hourMs
/** The clock is looked at this often, so that one that was set or a machine that slept does not put a day off. */
const lookEveryMs = hourMs
const againAfterMs = 10 * 60_000

/** Makes a backup soon after the start and every day, unless nothing changed since the last, and removes old ones. */
export class BackupKeeper {
  readonly #ports: Ports
  readonly #ending = new AbortController()
  readonly #done: Promise<void>

  constructor(ports: Ports) {
    this.#ports = ports
    this.#done = this.#keep()
  }

  /** Let go; a copy that is being made is given up. */
  async dispose(): Promise<void> {
    this.#ending.abort()
    await this.#done
  }

  async #keep(): Promise<void> {
    const { clock } = this.#ports
    const { signal } = this.#ending
    let waitMs = settleMs
    let gapMs = startGapMs
    for (;;) {
      await clock.sleepUntil(clock.nowMs() + waitMs, signal).catch(() => undefined)
      if (signal.aborted) return
      if (this.#isDue(gapMs)) waitMs = (await this.#make()) ? lookEveryMs : againAfterMs
      else waitMs = lookEveryMs
      gapMs = everyMs
    }
  }

  /** Also when the newest is of tomorrow: the clock was set back, and waiting for it might take years. */
  #isDue(gapMs: number): boolean {
    // a folder that cannot be read is told by the backup that is then due
    const newest = newestOf(seeBackups(this.#ports.backupsDir).backups)
    if (!newest) return true
    const ageMs = this.#ports.clock.nowMs() - seenAtMs(newest)
    return ageMs >= gapMs || ageMs < -hourMs
  }

  /** True when there is a current backup now. */
  async #make(): Promise<boolean> {
    const { database, backupsDir, clock, troubles } = this.#ports
    const { signal } = this.#ending
    const nowMs = clock.nowMs()
    try {
      const newest = newestOf(listBackups(backupsDir))
      const wanted = { database, backupsDir, label: 'auto', nowMs, unlessSameAs: newest?.file, signal }
      // nothing changed: that the newest is still current is told by its time
      if (!(await makeBackupBeside(wanted)) && newest) utimesSync(newest.file, nowMs / 1_000, nowMs / 1_000)
      for (const { file } of listStaleBackups(listBackups(backupsDir))) rmSync(file, { force: true })
      troubles.clear('backup')
      return true
    } catch (error) {
      if (signal.aborted) return false
      const reason = error instanceof Error ? error.message : String(error)
      const failure = new AppError('db.backup-failed', { details: { file: backupsDir, reason }, cause: error })
      troubles.report('backup', error instanceof AppError ? error : failure)
      return false
    }
  }
}

const newestOf = (backups: readonly Backup[]): Backup | undefined => backups.find(({ label }) => label === 'auto')

/** Until when a backup is known to hold everything: when it was made, or found to be the same as now. */
export const seenAtMs = ({ file, createdAtMs }: Backup): number =>
  Math.max(createdAtMs, Math.round(statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0))
