/**
 * The interfaces between terminal streams and the outside, beside `ports`: what hosts print, shells on them, and the
 * record of those shells. Adapters implement them and know nothing of panes.
 */
import type { HostName, RolloutId } from '../shared/domain/ids'
import type { AppError } from '../shared/errors/app-error'
import type { Machine } from './ports/machine'

/** One attempt of a step in what a host printed. */
export type LogPart = {
  readonly step: string
  readonly attempt: number
  /** When its first output came; UTC milliseconds. */
  readonly atMs: number
  /** Bytes so far. */
  readonly endOffset: number
}
/** Bytes of a log and where they stand in it. */
export type LogBytes = { readonly offset: number; readonly bytes: Buffer }

/** All that one host printed in a rollout, in the order in which the attempts began; it grows while it is watched. */
export interface WatchedLog {
  readonly parts: readonly LogPart[]
  /** At most `maxBytes` of a part from an offset on, while they are in memory. */
  peek(part: number, offset: number, maxBytes: number): Buffer | undefined
  /**
   * The same from the store. They may begin further on than asked for (what is between was never stored); undefined when
   * nothing is stored from there on. Rejects with AppError `db.*`, `logs.*`.
   */
  read(part: number, offset: number, maxBytes: number): Promise<LogBytes | undefined>
  /** Stop watching. May be called again. */
  close(): void
}

export interface LogWatcher {
  /** `onGrowth` is called for every write from now on, in the turn of the write. Rejects with AppError `db.*`, `logs.*`. */
  watch(rollout: RolloutId, host: HostName, onGrowth: () => void): Promise<WatchedLog>
}

export type TerminalSize = { readonly columns: number; readonly rows: number }

/** An interactive login shell with a terminal of its own on a machine. */
export interface HostTerminal {
  /** One listener, of everything it prints; it may be set in the turn in which the terminal was opened. */
  onOutput(listener: (bytes: Buffer) => void): void
  /** Called once, after the last output: with a cause when it did not end by itself. */
  onEnd(listener: (cause?: AppError) => void): void
  write(text: string): void
  resize(size: TerminalSize): void
  /** Flow control: stop / go on reading what it prints. */
  pause(): void
  resume(): void
  /** End it. May be called again. */
  close(): void
}

export interface HostTerminals {
  /** @throws AppError `ssh.*`; rejects with the signal's reason when aborted */
  openTerminal(machine: Machine, size: TerminalSize, signal: AbortSignal): Promise<HostTerminal>
}

/** An interactive shell that somebody opened; what it printed is a log under its id. */
export type ShellEntry = {
  readonly shell: string
  /** The rollout whose page it was opened from. */
  readonly rollout?: RolloutId | undefined
  readonly app: string
  readonly environment: string
  readonly host: HostName
  readonly openedBy: string
  readonly openedAtMs: number
  /** Absent while it is open. */
  readonly closedAtMs?: number | undefined
  /** What it printed; 0 while it is open. */
  readonly sizeBytes: number
}
export type ShellFilter = {
  readonly rollout?: string | undefined
  readonly app?: string | undefined
  readonly environment?: string | undefined
  readonly host?: string | undefined
}

/** The record of shells. */
export interface ShellBook {
  open(shell: Omit<ShellEntry, 'closedAtMs' | 'sizeBytes'>): void
  /** False when it is closed already: the first end stands. */
  close(shell: string, closedAtMs: number, sizeBytes: number): boolean
  find(shell: string): ShellEntry | undefined
  /** Newest first. */
  list(filter: ShellFilter): readonly ShellEntry[]
  /** Shells that an earlier console left open. */
  listOpen(): readonly ShellEntry[]
}
