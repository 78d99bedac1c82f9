import { join } from 'node:path'
import { formatBytes } from '../../../shared/util/bytes'
import type { Examination } from '../../examine-folder'
import type { Finding } from '../findings'

/** Below this a rollout of many hosts may not get to its end. */
const littleBytes = 100 * 1024 ** 2
const lowBytes = 1024 ** 3
const dayMs = 24 * 3_600_000
/** Automatic backups are made daily; one that is missing may be made tomorrow. */
const oldBackupMs = 2 * dayMs

/** Network file systems by their `f_type`: SQLite's locks and its shared memory cannot be relied on there. */
const networkTypes: Readonly<Record<number, string>> = {
  0x6969: 'NFS',
  0x517b: 'SMB',
  0xff53_4d42: 'CIFS',
  0xfe53_4d42: 'SMB 2',
  0x0102_1997: '9P',
  0x5346_414f: 'AFS',
  0x00c3_6400: 'Ceph',
}

/** Is the data folder one that can be worked with? Pure. */
export function findFolder(seen: Examination): Finding[] {
  const { folder, exists, problem } = seen
  if (problem) {
    const what = `The data folder ${folder} cannot be looked at`
    return [{ state: 'problem', what, why: problem.message, fix: 'Make it yours, or give another one with --data.' }]
  }
  if (!exists) return [{ state: 'ok', what: `Data folder ${folder}: not there yet, it is made when it is used` }]
  return [findOwner(seen), findFileSystem(seen), findSpace(seen)]
}

function findOwner({ folder, mode = 0o700, isOurs }: Examination): Finding {
  if (isOurs === false) {
    const why = 'What it holds can be changed by its owner, and you may not be able to write.'
    return { state: 'problem', what: `Data folder ${folder} belongs to somebody else`, why, fix: chown(folder) }
  }
  if ((mode & 0o022) !== 0) {
    const why = 'They could release in your name, and change what the journal says.'
    const what = `Others may write into the data folder ${folder} (mode ${mode.toString(8)})`
    return { state: 'problem', what, why, fix: `chmod 700 ${quote(folder)}` }
  }
  return { state: 'ok', what: `Data folder ${folder}: yours, mode ${mode.toString(8)}` }
}

function findFileSystem({ folder, fileSystemType = 0 }: Examination): Finding {
  // Node gives a signed number on some systems
  const network = networkTypes[fileSystemType >>> 0]
  if (network === undefined) return { state: 'ok', what: 'Data folder on a local file system' }
  return {
    state: 'problem',
    what: `Data folder on a network file system (${network})`,
    why: 'SQLite cannot rely on its locks; a lost connection can damage the journal.',
    fix: `Close the console, copy ${folder} to a local disk, and name that with --data or $LASTMILE_DATA.`,
  }
}

function findSpace({ freeBytes = 0 }: Examination): Finding {
  const what = `${formatBytes(freeBytes)} free for the data folder`
  if (freeBytes >= lowBytes) return { state: 'ok', what }
  const why = 'When it is full, rollouts hold until there is space again; output of hosts takes the most.'
  const fix = 'Free some space on that disk, or move old files out of backups/.'
  return { state: freeBytes < littleBytes ? 'problem' : 'note', what, why, fix }
}

/** Is there a copy that what would be lost without the disk is in? Pure. */
export function findBackups({ folder, exists, database, backups }: Examination, nowMs: number): Finding[] {
  const { count, newestAtMs, changedAtMs = 0, problem } = backups
  if (problem) {
    const what = 'The backups cannot be looked at'
    const mend = `Make ${quote(join(folder, 'backups'))} a folder of yours, or move away what is in its place.`
    return [{ state: 'problem', what, why: problem.message, fix: mend }]
  }
  if (!exists || database.state === 'absent') return []
  const fix = '`lastmile backup`; better, to another disk: `lastmile backup /mnt/safe/lastmile.db`'
  if (newestAtMs === undefined) {
    return [{ state: 'note', what: 'No backup yet', why: 'The console makes one two seconds after its start.', fix }]
  }
  const what = `${count} ${count === 1 ? 'backup' : 'backups'}, the newest of ${new Date(newestAtMs).toISOString()}`
  const isOld = changedAtMs > newestAtMs && nowMs - newestAtMs > oldBackupMs
  if (!isOld) return [{ state: 'ok', what }]
  return [{ state: 'note', what, why: 'The database was changed since, and no console ran for long enough.', fix }]
}

const chown = (folder: string): string => `sudo chown -R "$(id -un)" ${quote(folder)}, or another folder with --data`

/** A path as a shell takes it. Pure. */
export const quote = (path: string): string =>
  /^[\w./~:@%+=,-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`
