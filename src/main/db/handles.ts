import type Database from 'better-sqlite3'

declare const readable: unique symbol
declare const writable: unique symbol

/** A handle for reading. Only `open.ts` makes one. */
export type ReadableDb = Database.Database & { readonly [readable]: true }
/** A handle that may write as well. */
export type WritableDb = ReadableDb & { readonly [writable]: true }
