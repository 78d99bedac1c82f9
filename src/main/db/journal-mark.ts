import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'
import { asRolloutId, type RolloutId } from '../../shared/domain/ids'
import type { ReadableDb } from './handles'
import { findJournalHead } from './repositories/journal'

/** Longer than any mark, so that a new one covers the whole of the one before. */
const markLength = 64

/**
 * A small file beside the database that says which event was stored last. A database that has not got that event is not the
 * one that was written to: its log was lost, or an older copy was put in its place. Written after each commit without waiting
 * for the disk: after a power failure it may be older than the database, which means nothing, but it is never newer.
 */
export class JournalMark {
  readonly #handle: number | undefined

  constructor(file: string) {
    this.#handle = openQuietly(file)
  }

  /** This event is stored. */
  note(rollout: RolloutId, seq: number): void {
    if (this.#handle === undefined) return
    try {
      writeSync(this.#handle, `${rollout} ${seq}\n`.padEnd(markLength), 0)
    } catch {
      // without it a lost log is not noticed; nothing else rests on it
    }
  }

  close(): void {
    if (this.#handle !== undefined) closeSync(this.#handle)
  }
}

/** The rollout of the event that was stored last, by the mark beside the database, when the database has not got it. */
export function findMissingByMark(db: ReadableDb, file: string): RolloutId | undefined {
  const [rollout = '', seq = '0'] = readQuietly(file).trim().split(' ')
  const id = asRolloutId(rollout)
  return rollout !== '' && findJournalHead(db, id).seq < Number(seq) ? id : undefined
}

function openQuietly(file: string): number | undefined {
  try {
    return openSync(file, 'r+', 0o600)
  } catch {
    return createQuietly(file)
  }
}

function createQuietly(file: string): number | undefined {
  try {
    return openSync(file, 'w+', 0o600)
  } catch {
    return undefined
  }
}

function readQuietly(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
