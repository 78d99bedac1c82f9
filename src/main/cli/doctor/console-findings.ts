import { toWireError } from '../../../shared/errors/app-error'
import type { WireTrouble } from '../../../shared/ipc/requests/console-requests'
import type { Finding } from '../findings'
import { consequences } from '../tell-troubles'

/** What to do about a folder that cannot be opened, by the code of the error. */
const openingFixes: Readonly<Record<string, string>> = {
  'data.locked': 'Close the other Lastmile, or use another folder with --data.',
  'data.unusable': 'Make it a folder you may read, write and enter, or use another one with --data.',
  'db.from-the-future': 'Use the newer Lastmile that wrote it.',
  'db.migration-failed': 'Go on with the older Lastmile, and report this; the backup it names is as before.',
  'db.backup-failed': 'Make room for the folder of backups, and make it yours: none is migrated without one.',
  'db.corrupt': '`lastmile restore latest`, which checks the newest backup and keeps the damaged file.',
  'db.lost': '`lastmile restore latest`; without a backup, use another folder with --data.',
  'db.locked': 'Close what uses it: another Lastmile, sqlite3, a backup job.',
  'db.disk-full': 'Free some space on the disk of the data folder.',
  'db.unreadable': 'Make the data folder and its files yours, on a disk that can be written.',
  'db.io-failed': 'Look at the disk and its mount (`dmesg`), then start Lastmile again.',
  'db.bad-row':
    '`lastmile restore latest` puts back what was there before that row; report it if nobody edited the file.',
  'db.journal-conflict': 'Close whatever else writes to lastmile.db, and start Lastmile again.',
  'console.busy': 'Try again in a moment; if it stays so, look for a `lastmile` that hangs (`ps`), and end it.',
  'console.connection-lost': 'Try again; `lastmile resume` takes up the rollouts that it ran.',
  'console.out-of-files': '`ulimit -n 4096` where Lastmile is started, or close what holds many files open.',
}

const otherFix =
  'Try again; if it stays so, copy the data folder to a safe place, and report the sentence above with what `lastmile doctor --json` says.'

/** The data folder cannot be opened. Pure. */
export function findUnopened(error: unknown): Finding {
  const { code, message } = toWireError(error)
  return {
    state: 'problem',
    what: 'The data folder cannot be opened',
    why: message,
    fix: openingFixes[code] ?? otherFix,
  }
}

/** There is a console, and it does not answer as it should. Pure. */
export const findUnanswered = (error: unknown): Finding => ({
  state: 'problem',
  what: 'The console does not answer',
  why: toWireError(error).message,
  fix: 'Close it and start it again, in the same version as this one; its rollouts hold until it is back.',
})

/** What a person does about what keeps the console from its work. */
const troubleFixes: Readonly<Record<WireTrouble['part'], string>> = {
  journal: 'Free some space, or close what holds lastmile.db; rollouts go on by themselves once it can be written.',
  logs: 'Leave a console running until this is gone; if it stays, look at the space and the files of the data folder.',
  backup: 'Mend what it says, then `lastmile backup` at once; else the next one is made within a day.',
  restored:
    '`lastmile resume` what is in progress: hosts are asked what they did. `lastmile check` shows what they run.',
  clock: 'Have it set by NTP: `sudo timedatectl set-ntp true`, or chronyd.',
  secrets: 'Remove the files that it names on that host, and consider the secret as read: give out another one.',
  keychain:
    'Unlock it, and free some space on its disk; in the window, Settings › Identities forgets what is kept there.',
}

/** What keeps the console from its work now. Pure. */
export const findTroubles = (troubles: readonly WireTrouble[]): Finding[] =>
  troubles.map(({ part, message, sinceMs }) => ({
    state: part === 'restored' ? 'note' : 'problem',
    what: consequences[part],
    why: `${message} (Since ${new Date(sinceMs).toISOString()}.)`,
    fix: troubleFixes[part],
  }))
