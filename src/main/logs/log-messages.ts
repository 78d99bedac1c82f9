import type { LogKey } from '../ports/logs.ts'

/** What the sink tells the writer. Several writes travel in one buffer, in order; `log` is a number the sink gave out. */
export type ToWriter =
  | { readonly kind: 'log'; readonly log: number; readonly key: LogKey }
  | { readonly kind: 'batch'; readonly writes: readonly LogWrite[]; readonly bytes: Uint8Array<ArrayBuffer> }
  /** Numbers given out so far are not used any more. */
  | { readonly kind: 'forget' }
  | { readonly kind: 'ask'; readonly id: number; readonly question: WriterQuestion }
  | { readonly kind: 'close' }
export type LogWrite = { readonly log: number; readonly offset: number; readonly size: number }

/** What is asked of the writer, and answered once it is done. */
export type WriterQuestion =
  /** Everything written before is on disk. */
  | { readonly kind: 'flush' }
  /** Let go of the file, so that it can be replaced; `rescueTo`: first copy there what is still open. */
  | { readonly kind: 'release'; readonly rescueTo?: string }
  /** Take the file that is there now. */
  | { readonly kind: 'open' }
  | { readonly kind: 'sizes' }
  /** Remove the logs of these rollouts, and give the space back. */
  | { readonly kind: 'prune'; readonly rollouts: readonly string[] }
export type WriterAnswers = {
  readonly flush: undefined
  readonly release: undefined
  readonly open: undefined
  readonly sizes: readonly LogTotals[]
  readonly prune: undefined
}

/** All logs of one rollout, or of one shell. Times are when the first and the last block were stored; UTC milliseconds. */
export type LogTotals = {
  readonly rollout: string
  readonly storedBytes: number
  readonly firstAtMs: number
  readonly lastAtMs: number
}

/**
 * What the writer says. `taken`: so many bytes left the queue. `trouble`: storing fails, or works again. `broken`: the file
 * is damaged, or (without a failure) not the one that was opened; it has to be replaced.
 */
export type FromWriter =
  | { readonly kind: 'taken'; readonly bytes: number }
  | { readonly kind: 'answer'; readonly id: number; readonly value?: unknown; readonly failure?: StoreFailure }
  | { readonly kind: 'trouble'; readonly failure?: StoreFailure }
  | { readonly kind: 'broken'; readonly failure?: StoreFailure }
/** An error of SQLite or the file system; translated by the sink, since an AppError does not survive the way. */
export type StoreFailure = { readonly code: string; readonly message: string }

/** What was thrown, as it can be told. */
export function failureOf(error: unknown): StoreFailure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return { code, message: error instanceof Error ? error.message : String(error) }
}

/** The file itself is bad: trying again cannot help. Pure. */
export const isDamage = ({ code }: StoreFailure): boolean => /^SQLITE_(CORRUPT|NOTADB)/.test(code)

/** The file was let go of, or could not be opened so far. */
export const notOpen: StoreFailure = { code: 'SQLITE_BUSY', message: 'it is not open' }

/** A failure as something to throw. */
export const thrown = ({ code, message }: StoreFailure): Error => Object.assign(new Error(message), { code })
