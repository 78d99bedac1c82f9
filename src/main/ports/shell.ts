import type { Target } from './machine'
import type { SecretScope, SecretValue } from './secrets'

/** A script that runs detached, once per `runDir`, and outlives the connection and the console. */
export type StepRun = {
  readonly target: Target
  /** Below `~/.lastmile/runs/`; names the attempt. A directory that exists is re-attached to, never run again. */
  readonly runDir: string
  /** POSIX sh. May write `key=value` lines to the file "$LASTMILE_RESULT". */
  readonly script: string
  /** From the start of the script; when it is over, the process group is ended and the exit says `timedOut`. */
  readonly timeoutMs: number
  /** What the script may name and what its output must not show; `secretValues` are found from it. */
  readonly secrets?: SecretScope | undefined
  readonly secretValues?: readonly SecretValue[] | undefined
  /**
   * Log bytes (stdout and stderr as the script wrote them) from `fromOffset` on, in order, each exactly once.
   * A promise stops the flow from the machine until it resolves: memory stays bounded when the log is large.
   */
  readonly onOutput: (bytes: Buffer, offset: number) => void | Promise<void>
  readonly fromOffset?: number
  /** The attempt is known to have been started, by this call or before it. Told once. */
  readonly onStart?: (start: StepStart) => void
  readonly signal?: AbortSignal | undefined
}

/** `isJoined`: it was there already. `ageMs`: for how long, by the host. */
export type StepStart = { readonly isJoined: boolean; readonly ageMs: number }

export type StepExit = {
  /** The script's exit code; null when it ended without one (killed, host rebooted): then `vanished` or `timedOut` says why. */
  readonly exitCode: number | null
  readonly vanished: boolean
  readonly timedOut: boolean
  /** True when the directory existed already: this call joined an attempt that had been started before. */
  readonly reattached: boolean
  /** Size of the complete log in bytes. */
  readonly logBytes: number
  /** The `key=value` lines of "$LASTMILE_RESULT". */
  readonly result: Readonly<Record<string, string>>
  readonly durationMs: number
  /**
   * Why the output was made unreadable and `result` left empty: a secret that an earlier console handed to the attempt
   * cannot be read any more, so it could not be hidden.
   */
  readonly withheld?: string | undefined
}

/** A short command whose output is wanted and that changes nothing: not detached, safe to repeat. */
export type Query = {
  readonly target: Target
  readonly script: string
  readonly timeoutMs: number
  readonly secrets?: SecretScope | undefined
  readonly secretValues?: readonly SecretValue[] | undefined
  readonly signal?: AbortSignal | undefined
}

export type QueryResult = { readonly exitCode: number; readonly stdout: string; readonly stderr: string }

export type Push = {
  readonly target: Target
  readonly localPath: string
  /** Absolute or relative to the home directory. Written as `<remotePath>.part` and continued there after an interruption, then renamed. */
  readonly remotePath: string
  readonly onProgress: (sentBytes: number, totalBytes: number) => void
  readonly signal?: AbortSignal | undefined
}

/** Runs things on machines. Throws AppError `ssh.*`, `remote.*` when the machine cannot be reached or spoken to. */
export interface StepShell {
  /** Start (or re-attach to) a detached script and wait for its exit; reconnects by itself until `timeoutMs` is over. */
  run(step: StepRun): Promise<StepExit>
  query(query: Query): Promise<QueryResult>
  /** A query in a shell of its own, which is not kept for more: for one command on very many hosts. */
  once(query: Query): Promise<QueryResult>
  /** Send a file with resume (SFTP; a local target copies). */
  push(push: Push): Promise<void>
  /** Was the attempt's script started, now or before? Then `run` joins it. */
  hasStarted(target: Target, runDir: string): Promise<boolean>
  /** End the process group of an attempt: TERM, `graceMs`, KILL; resolves when it is gone. True when something was running. */
  abort(target: Target, runDir: string, graceMs: number): Promise<boolean>
  /** Remove old run directories that nobody needs any more; never one in which something runs. Resolves with how many. */
  prune(target: Target): Promise<number>
  /** Close all connections. */
  dispose(): Promise<void>
}
