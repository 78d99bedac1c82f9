import { formatBytes } from '../../../shared/util/bytes'
import type { Examination } from '../../examine-folder'
import type { Finding } from '../findings'
import { countOf } from '../views/words'
import { quote } from './folder-findings'

type Sqlite = Examination['database']

/** More broken journals than this are one accident, not many. */
const mostBroken = 5

/** Are both databases sound, and the journals in them whole? Pure. */
export function findDatabases({ folder, exists, database, logs, journals }: Examination): Finding[] {
  if (!exists) return []
  const at = ` --data ${quote(folder)}`
  return [
    ...findSqlite(database, {
      why: 'Inventory, journals and settings are in it.',
      fix: `Close the console, then \`lastmile restore latest${at}\`: it checks the copy and keeps this file.`,
    }),
    ...findSqlite(logs, {
      why: 'Only output of hosts is in it; journals are not touched.',
      fix: 'Restart the console: it sets the file aside, takes over what can be read, and fetches the rest from the hosts.',
    }),
    ...findJournals(journals, at),
  ]
}

function findSqlite(
  { file, state, sizeBytes, reason = '' }: Sqlite,
  ifDamaged: { readonly why: string; readonly fix: string },
): Finding[] {
  switch (state) {
    case 'absent':
      return []
    case 'sound':
      return [{ state: 'ok', what: `${file}: sound, ${formatBytes(sizeBytes)}` }]
    case 'damaged':
      return [{ state: 'problem', what: `${file} is damaged: ${reason}`, ...ifDamaged }]
    case 'locked': {
      const fix = `Close what uses it (another Lastmile, sqlite3, a backup job): \`fuser -v ${quote(file)}\` names it.`
      return [{ state: 'problem', what: `${file} is held by another process`, why: 'It stayed locked.', fix }]
    }
    case 'unreadable': {
      const fix = `\`ls -l ${quote(file)}\`: make it yours, and its disk readable and writable.`
      return [{ state: 'problem', what: `${file} cannot be read`, why: reason, fix }]
    }
  }
}

function findJournals(journals: Examination['journals'], at: string): Finding[] {
  if (!journals) return []
  const { journals: count, events, broken } = journals
  if (broken.length === 0) {
    return [
      { state: 'ok', what: `${countOf(count, 'journal')} with ${countOf(events, 'event')}: all chains are whole` },
    ]
  }
  const why = 'Somebody changed the file by another way than Lastmile, or it lost rows.'
  const shown = broken.slice(0, mostBroken).map(({ rollout, seq, why: how }): Finding => ({
    state: 'problem',
    what: `The journal of ${rollout} is not whole: row ${seq} is ${how}`,
    why,
    fix: `\`lastmile verify ${rollout}${at}\` shows it; \`lastmile backup --list${at}\` lists what can be restored.`,
  }))
  const rest = broken.length - shown.length
  if (rest === 0) return shown
  const fix = `\`lastmile history${at}\` lists all rollouts, and \`lastmile verify ROLLOUT${at}\` looks through one.`
  return [...shown, { state: 'problem', what: `${countOf(rest, 'more journal')} not whole either`, why, fix }]
}
