import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../shared/errors/app-error'
import { fingerprintOf } from './host-key'
import { splitKnownHosts } from './known-hosts-lines'

/** A line of a known_hosts file, for people. */
export type KnownHostEntry = {
  readonly file: string
  /** From 1. */
  readonly line: number
  /** In the data folder's own file, the only one that is written here. */
  readonly isOwn: boolean
  readonly hosts: string
  readonly isHashed: boolean
  readonly marker?: 'revoked' | 'cert-authority' | undefined
  readonly keyType: string
  readonly fingerprint: string
}

const markers = { '@revoked': 'revoked', '@cert-authority': 'cert-authority' } as const

/** The files that are read for a host that names none: those of the account and of the machine. Pure. */
export const usualKnownHostsFiles = (home: string): string[] => [
  join(home, '.ssh', 'known_hosts'),
  join(home, '.ssh', 'known_hosts2'),
  '/etc/ssh/ssh_known_hosts',
]

/**
 * The lines of the own file and of others, in this order; files that are not there are empty.
 * @throws AppError `ssh.known-hosts-unreadable`
 */
export async function listKnownHosts(own: string, others: readonly string[]): Promise<KnownHostEntry[]> {
  const files = [...new Set([own, ...others])]
  const lists = await Promise.all(
    files.map(async (file) => splitKnownHosts(await readText(file)).map((line) => entryOf(line, file, file === own))),
  )
  return lists.flat()
}

/**
 * Take a line out of the own file. `fingerprint` says which key is meant, since the file may have changed since it was listed.
 * @throws AppError `ssh.known-host-gone`, `ssh.known-hosts-unwritable`
 */
export function removeKnownHost(own: string, line: number, fingerprint: string): void {
  // all at once, without letting anything else of this console write in between
  let text = ''
  try {
    text = readFileSync(own, 'utf8')
  } catch {
    // then the line is not there either
  }
  const found = splitKnownHosts(text).find((each) => each.line === line)
  if (!found || fingerprintOf(found) !== fingerprint) {
    throw new AppError('ssh.known-host-gone', { details: { file: own, line, fingerprint } })
  }
  const rest = text.split('\n').toSpliced(line - 1, 1)
  const part = `${own}.${process.pid}.part`
  try {
    writeFileSync(part, rest.join('\n'), { mode: statSync(own).mode & 0o777 })
    renameSync(part, own)
  } catch (cause) {
    rmSync(part, { force: true })
    const details = { host: found.names, file: own, reason: String(cause) }
    throw new AppError('ssh.known-hosts-unwritable', { details, cause })
  }
}

type SplitLine = ReturnType<typeof splitKnownHosts>[number]

function entryOf({ marker, names, line, ...key }: SplitLine, file: string, isOwn: boolean): KnownHostEntry {
  return {
    file,
    line,
    isOwn,
    hosts: names,
    isHashed: names.startsWith('|'),
    marker: markers[marker as keyof typeof markers],
    keyType: key.type,
    fingerprint: fingerprintOf(key),
  }
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return ''
    throw new AppError('ssh.known-hosts-unreadable', { details: { file, reason: String(cause) }, cause })
  }
}
