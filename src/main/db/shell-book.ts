import type { ShellBook, ShellEntry, ShellFilter } from '../terminal-ports'
import type { WritableDb } from './handles'
import { findShell, insertShell, listOpenShells, listShells, updateShellEnd, type Shell } from './repositories/shells'

/** The record of shells in `lastmile.db`. */
export class SqliteShellBook implements ShellBook {
  readonly #db: WritableDb

  constructor(db: WritableDb) {
    this.#db = db
  }

  open({ shell, ...rest }: Parameters<ShellBook['open']>[0]): void {
    insertShell(this.#db, { id: shell, ...rest })
  }

  close(shell: string, closedAtMs: number, sizeBytes: number): boolean {
    return updateShellEnd(this.#db, shell, closedAtMs, sizeBytes)
  }

  find(shell: string): ShellEntry | undefined {
    const found = findShell(this.#db, shell)
    return found && toEntry(found)
  }

  list(filter: ShellFilter): ShellEntry[] {
    return listShells(this.#db, filter).map(toEntry)
  }

  listOpen(): ShellEntry[] {
    return listOpenShells(this.#db).map(toEntry)
  }
}

const toEntry = ({ id, ...row }: Shell): ShellEntry => ({ shell: id, ...row })
