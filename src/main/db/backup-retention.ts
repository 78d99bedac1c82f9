import type { Backup } from './backup'

const dayMs = 24 * 3_600_000
/** A week of days, so that what went wrong on Friday is still there on Monday. */
const keptDays = 7
/** The last few of any kind, however close together. */
const keptLast = 5
/** Migrations and restores are rare, and what was before them is wanted late. */
const keptOfEach = 5

/**
 * Which automatic backups may go. Of those it keeps the newest of each of the last seven days that have one, and all that
 * are among the last five of any kind; of those made before migrations and restores the last five of each. What a person
 * made by hand is theirs to remove. Pure; any order in, oldest first out.
 */
export function listStaleBackups<B extends Pick<Backup, 'label' | 'createdAtMs'>>(backups: readonly B[]): B[] {
  const newestFirst = backups.toSorted((one, other) => other.createdAtMs - one.createdAtMs)
  const kept = new Set(newestFirst.slice(0, keptLast))
  const days = new Set<number>()
  for (const backup of newestFirst.filter(({ label }) => label === 'auto')) {
    const day = Math.floor(backup.createdAtMs / dayMs)
    if (days.has(day) || days.size >= keptDays) continue
    days.add(day)
    kept.add(backup)
  }
  for (const isKind of [isBeforeMigration, isBeforeRestore]) {
    for (const backup of newestFirst.filter(isKind).slice(0, keptOfEach)) kept.add(backup)
  }
  const isOurs = (backup: B) => backup.label === 'auto' || isBeforeMigration(backup) || isBeforeRestore(backup)
  return newestFirst.filter((backup) => isOurs(backup) && !kept.has(backup)).toReversed()
}

const isBeforeMigration = ({ label }: Pick<Backup, 'label'>): boolean => /^v\d+$/.test(label)
const isBeforeRestore = ({ label }: Pick<Backup, 'label'>): boolean => label === 'before-restore'
