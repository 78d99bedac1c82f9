import type { LogKey } from '../ports.ts'

/** What the sink tells the writer. Several writes travel in one buffer, in order; `log` is a number the sink gave out. */
export type ToWriter =
  | { readonly kind: 'log'; readonly log: number; readonly key: LogKey }
  | { readonly kind: 'batch'; readonly writes: readonly LogWrite[]; readonly bytes: Uint8Array<ArrayBuffer> }
  /** Numbers given out so far are not used any more. */
  | { readonly kind: 'forget' }
  | { readonly kind: 'flush'; readonly id: number }
  | { readonly kind: 'close' }
export type LogWrite = { readonly log: number; readonly offset: number; readonly size: number }

/** What the writer answers. `taken`: so many bytes left the queue. `trouble`: storing fails, or works again. */
export type FromWriter =
  | { readonly kind: 'taken'; readonly bytes: number }
  | { readonly kind: 'flushed'; readonly id: number; readonly failure?: StoreFailure }
  | { readonly kind: 'trouble'; readonly failure?: StoreFailure }
/** An error of SQLite or the file system; translated by the sink, since an AppError does not survive the way. */
export type StoreFailure = { readonly code: string; readonly message: string }
