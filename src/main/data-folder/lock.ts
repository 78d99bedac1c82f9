import { randomUUID } from 'node:crypto'
import { linkSync, readFileSync, renameSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { AppError, asOutOfFiles } from '../../shared/errors/app-error'
import { isRunning, markOf, processMark } from './running-process'

const lockContent = processMark.extend({
  /** Different for every lock that was ever taken. */
  token: z.string().min(1),
  sinceMs: z.number(),
})
type LockContent = z.output<typeof lockContent>

/** A lock that is held. `release` gives it back; repeatable. */
export type FolderLock = { readonly release: () => void }

// Where the file system has no hard links, a lock file is empty for a moment; older than this, its writer has died.
const unreadableForMs = 5_000
// Each round of the loop means that somebody else took or gave back the lock in the middle of ours.
const maxRounds = 100

/**
 * Become the one owner of a lock file, or say who is. The file appears with its content at once (a hard link), and one
 * whose owner is dead is replaced at once (a rename): whenever processes try at the same time, exactly one gets it. A
 * killed owner leaves the file behind, and the next one takes it over.
 *
 * @throws AppError `data.locked` with pid, host and since when
 */
export function takeLock(file: string, nowMs: number = Date.now()): FolderLock {
  const mine: LockContent = { ...markOf(), token: randomUUID(), sinceMs: nowMs }
  const owner = acquire(file, mine)
  if (owner) {
    const { pid, host, sinceMs } = owner
    const since = sinceMs === 0 ? 'just now' : new Date(sinceMs).toISOString()
    throw new AppError('data.locked', { details: { pid, host, since, folder: dirname(file), file } })
  }
  return { release: () => release(file, mine) }
}

/** Undefined when the lock is ours now; otherwise who holds it. */
function acquire(file: string, mine: LockContent): LockContent | undefined {
  for (let round = 0; round < maxRounds; round += 1) {
    if (create(file, mine)) return undefined
    const found = read(file)
    if (found === 'gone') continue
    if (found.isHeld) return found.content
    const outcome = replaceStale(file, found.content, mine)
    if (outcome === 'ours') return undefined
    if (outcome !== 'changed') return outcome
  }
  throw new Error(`${file} changed ${maxRounds} times while it was being taken`)
}

/**
 * Take over a dead owner's lock. Of all who see the same dead owner only the one that holds a second lock, named after
 * that owner's token, may replace the file, after a last look that it still is that owner's. Somebody who dies between
 * the two leaves a dead second lock, which is taken over in the same way.
 */
function replaceStale(file: string, stale: LockContent, mine: LockContent): 'ours' | 'changed' | LockContent {
  const guard = `${file}.${stale.token}`
  const other = acquire(guard, mine)
  if (other) return other
  try {
    const now = read(file)
    if (now === 'gone' || now.content.token !== stale.token) return 'changed'
    const part = writePart(file, mine)
    renameSync(part, file)
    return 'ours'
  } finally {
    rmSync(guard, { force: true })
  }
}

/** Make the file with its content, unless there is one. */
function create(file: string, content: LockContent): boolean {
  const part = writePart(file, content)
  try {
    linkSync(part, file)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    return createWithoutLinks(file, content, error)
  } finally {
    rmSync(part, { force: true })
  }
}

function createWithoutLinks(file: string, content: LockContent, linkError: unknown): boolean {
  if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'].includes(codeOf(linkError)))
    throw unusable(file, linkError)
  try {
    writeFileSync(file, JSON.stringify(content), { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw unusable(file, error)
  }
}

function writePart(file: string, content: LockContent): string {
  const part = `${file}.${content.token}.part`
  try {
    writeFileSync(part, JSON.stringify(content), { mode: 0o600 })
  } catch (error) {
    throw unusable(file, error)
  }
  return part
}

function read(file: string): 'gone' | { readonly content: LockContent; readonly isHeld: boolean } {
  try {
    const text = readFileSync(file, 'utf8')
    const parsed = lockContent.safeParse(parseJson(text))
    if (parsed.success) return { content: parsed.data, isHeld: isRunning(parsed.data) }
    const { mtimeMs, ino } = statSync(file)
    const token = `unreadable-${ino}-${Math.round(mtimeMs)}`
    const content: LockContent = { pid: 1, host: 'unknown', boot: '', started: '', token, sinceMs: 0 }
    return { content, isHeld: Date.now() - mtimeMs < unreadableForMs }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 'gone'
    throw unusable(file, error)
  }
}

function release(file: string, { token }: LockContent): void {
  const found = read(file)
  // While we live nobody takes it over, so between looking and removing it stays ours.
  if (found === 'gone' || found.content.token !== token) return
  unlinkSync(file)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '')

const unusable = (file: string, cause: unknown): AppError =>
  asOutOfFiles(cause) ??
  new AppError('data.unusable', { details: { folder: dirname(file), reason: codeOf(cause) || String(cause) }, cause })
