/** Sentences for `db.*`. `{file}` is the path of the SQLite file. */
export const dbErrors = {
  'db.from-the-future':
    '{file} was written by a newer Lastmile (schema {found}; this program knows {known}). Nothing was changed; use that version or a newer one.',
  'db.needs-migration':
    '{file} has the older schema {found} (this program needs {known}) and was opened for reading only. Start the console once to migrate it.',
  'db.migration-failed':
    'Migration {migration} of {file} failed ({reason}). The file is as it was before it; the backup is in {backup}. Report this and go on with the older version.',
  'db.backup-failed': 'No backup was made: {file} could not be written ({reason}). Check the folder and its disk.',
  'db.corrupt':
    '{file} is damaged or not an SQLite file ({reason}). `lastmile doctor` looks through it and says how to go on; of lastmile.db, `lastmile restore latest` puts the newest backup in its place and keeps the damaged file.',
  'db.lost':
    '{file} is gone or empty, although {folder} was used before; nothing was made in its place. `lastmile restore latest` puts the newest backup there ({newest}). To begin anew, use another folder.',
  'db.disk-full': 'No space is left for {file}; nothing was written. Free some space on that disk and try again.',
  'db.locked':
    '{file} is held by another process and stayed locked. Close what uses it (another Lastmile, sqlite3, a backup job) and try again.',
  'db.unreadable':
    '{file} cannot be opened or written ({reason}). Check that its folder exists, belongs to you and is not read-only, and that more files may be opened (`ulimit -n`).',
  'db.io-failed':
    'Reading or writing {file} failed ({reason}). Check the disk and its mount, then start Lastmile again.',
  'db.bad-row':
    '{table} holds a row that this version cannot read ({reason}). Was it edited by hand? Restore a backup or report it.',
  'db.journal-conflict':
    'The journal of rollout {rollout} has {actual} rows where {expected} were expected: something else wrote to it. Nothing was added; load the rollout again.',
} as const satisfies Record<`db.${string}`, string>
