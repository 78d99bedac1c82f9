/**
 * The interfaces between the rollout engine and the outside. Adapters implement them and know nothing of rollouts;
 * the engine knows nothing of SSH, SQLite or zstd. Fakes for tests implement these, nothing else.
 */
import type { AppSpec } from '../shared/domain/app-spec'
import type { HostCount } from '../shared/domain/board'
import type { ChecklistTemplate } from '../shared/domain/checklist-merge'
import type { LockHolder } from '../shared/domain/cluster-lock'
import type { DebtId, HostName, RolloutId } from '../shared/domain/ids'
import type { DebtKind } from '../shared/domain/lifecycle'
import type { RolloutResult } from '../shared/domain/rollout-event'
import type { RolloutType } from '../shared/domain/rollout-settings'
import type { RecordedEvent } from '../shared/domain/rollout-evolve'
import type { PrunableRollout } from '../shared/domain/retention'
import type { SecretSources } from '../shared/domain/secret-spec'
import type { AppError } from '../shared/errors/app-error'

/** A machine a command can run on, with everything that is needed to reach it. */
export type Machine = {
  readonly kind: 'ssh'
  /** Unique for connections: two machines with the same key share one connection. */
  readonly name: string
  readonly address: string
  readonly port?: number | undefined
  readonly user?: string | undefined
  readonly ssh: SshOptions
}
export type Target = Machine | { readonly kind: 'local' }

/** How to reach the machines of an environment; from `ssh:` in lastmile.yml. */
export type SshOptions = {
  readonly user?: string | undefined
  readonly port?: number | undefined
  readonly identityFiles?: readonly string[] | undefined
  /** `user@host:port` or an alias of ~/.ssh/config; several, separated by commas, are a chain. */
  readonly jump?: string | undefined
  readonly configFile?: string | undefined
  readonly knownHostsFile?: string | undefined
  readonly hostKeys?: 'ask' | 'strict' | 'accept-new' | undefined
  readonly useAgent?: boolean | undefined
  /** Name of the environment variable that holds the password. */
  readonly passwordEnv?: string | undefined
  readonly connectTimeoutMs?: number | undefined
}

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

/** This console, as others see it at a lock. */
export type ConsoleIdentity = Pick<LockHolder, 'lock' | 'machine' | 'folder'>

/** The lock of one cluster, on a machine that all consoles reach. */
export type LockPlace = {
  readonly target: Target
  /** Absolute, or `~/…`. */
  readonly directory: string
  readonly app: string
  readonly environment: string
  readonly expiryMs: number
}

/** What a lock says of itself. */
export type LockView =
  | { readonly kind: 'ours' }
  | { readonly kind: 'free' }
  /** Somebody is about to become its owner, or ended in the middle of that a moment ago. */
  | { readonly kind: 'taking' }
  | ({ readonly kind: 'held' } & HeldLock)

/** Somebody else's lock; times by the clock of its host. */
export type HeldLock = {
  readonly holder: LockHolder
  readonly heldForMs: number
  /** Since its last sign of life. */
  readonly silentMs: number
  /** For so long that a person may break it. */
  readonly isStale: boolean
}

/**
 * Keeps consoles apart: whoever holds the lock of a cluster may release to it. It belongs to a console, not to a rollout: the
 * same console takes its own lock again. Every method may be repeated, and throws AppError `ssh.*`, `remote.*` when the machine
 * cannot be asked, `lock.unusable` when the lock cannot be written there.
 */
export interface ClusterLock {
  take(place: LockPlace, me: LockHolder): Promise<LockView>
  /** Take it away from a holder that gives no sign of life any more; from nobody else, and only if it is still that one's. */
  breakAndTake(place: LockPlace, me: LockHolder, broken: string): Promise<LockView>
  /** Give a sign of life. Anything but `ours`: it is lost. */
  renew(place: LockPlace, me: LockHolder): Promise<LockView>
  release(place: LockPlace, me: LockHolder): Promise<void>
}

/** Events of one rollout, to be stored after the `expectedSeq` there are. */
export type RolloutAppend = {
  readonly rollout: RolloutId
  readonly expectedSeq: number
  readonly events: readonly RecordedEvent[]
}

/** The journal of rollouts as the engine needs it. */
export interface RolloutStore {
  /**
   * Append events after `expectedSeq` in one durable transaction, together with what is derived from them for queries
   * (open debts, the list of rollouts, blocked releases). Nothing is written when it throws.
   */
  append(rollout: RolloutId, expectedSeq: number, events: readonly RecordedEvent[]): void
  /** The same for several rollouts, in this order: all of it or nothing. */
  appendAll(entries: readonly RolloutAppend[]): void
  /** All events of a rollout in order; empty for an unknown one. */
  read(rollout: RolloutId): readonly RecordedEvent[]
}

/** Whether the journal can be written. */
export interface JournalPulse {
  /** Write something that means nothing, and remove it. @throws AppError `db.*` */
  probe(): void
  /** Wait for others who hold the file as long as usual, or hardly. */
  hurry(isHurried: boolean): void
}

/** The parts of a console that people are told about when they cannot do their work. */
export type TroublePart = 'journal' | 'logs' | 'backup' | 'restored' | 'clock'

/** What keeps parts of the console from their work right now; who is told is not the business of those who report. */
export interface TroubleBook {
  /** One trouble for each part; the last one stands. */
  report(part: TroublePart, error: AppError): void
  clear(part: TroublePart): void
}

/** Apps with their environments and hosts, and what was last seen of the hosts. */
export interface Inventory {
  listApps(): readonly AppSpec[]
  findApp(app: string): AppSpec | undefined
  saveApp(spec: AppSpec): void
  /** Forget an app, its hosts and what was seen of them. */
  removeApp(app: string): void
  listHostStates(app: string, environment: string): readonly HostObservation[]
  recordHostStates(app: string, environment: string, states: readonly HostObservation[]): void
}

/** All clusters, counted where they are stored: what is shown of many hosts at once must not read each of them. */
export interface ClusterBook {
  /** By name. */
  listApps(): readonly {
    readonly app: string
    readonly owner?: string | undefined
    readonly tier?: string | undefined
  }[]
  /** By app, each in promotion order. */
  listClusters(): readonly { readonly app: string; readonly environment: string; readonly isProtected: boolean }[]
  countHosts(): readonly HostCount[]
}

/** Checklist templates: what an app, a tier or every environment of a name asks at its gates. */
export interface ChecklistBook {
  list(): readonly (ChecklistTemplate & { readonly updatedAtMs: number })[]
  /** Those that hold for one environment of an app. */
  listFor(of: {
    readonly app: string
    readonly tier?: string | undefined
    readonly environment: string
  }): readonly ChecklistTemplate[]
  /** Store or replace one; without items it is removed. */
  save(template: ChecklistTemplate, atMs: number): void
  /** What became of each item in all rollouts so far. */
  countItems(): readonly {
    readonly item: string
    readonly gates: number
    readonly stopped: number
    readonly waived: number
    readonly lastStoppedAtMs?: number | undefined
  }[]
}

/** What was last seen of a host. `undefined`: not known. */
export type HostObservation = {
  readonly host: HostName
  readonly version?: string | undefined
  readonly digest?: string | undefined
  readonly isHealthy?: boolean | undefined
  readonly isServing?: boolean | undefined
  /** UTC milliseconds. */
  readonly observedAtMs: number
  /** Why nothing could be read, as a sentence. */
  readonly problem?: string | undefined
}

/** The versions that are known, what they are made of, and which are blocked. */
export interface ReleaseBook {
  /** Newest first. */
  list(app: string): readonly ReleaseEntry[]
  find(app: string, version: string): ReleaseRecord | undefined
  /** Insert or complete a release; the digest of a known one is never replaced. */
  record(release: {
    readonly app: string
    readonly version: string
    readonly digest?: string | undefined
    readonly source?: string | undefined
    readonly notes?: string | undefined
    readonly atMs: number
  }): void
  unblock(
    app: string,
    version: string,
    verdict: { readonly by: string; readonly atMs: number; readonly reason: string },
  ): void
}
export type ReleaseRecord = {
  readonly app: string
  readonly version: string
  readonly digest?: string | undefined
  readonly blocked?: { readonly atMs: number; readonly by: string; readonly reason: string } | undefined
}

export type ReleaseEntry = ReleaseRecord & {
  readonly source?: string | undefined
  readonly notes?: string | undefined
  readonly createdAtMs: number
}

/** Rollouts and debts across all journals, for lists and look-ups. */
export interface RolloutBook {
  /** Newest first. */
  list(filter: RolloutFilter): readonly RolloutEntry[]
  /** Ids that start with the text, newest first. */
  findByPrefix(prefix: string): readonly RolloutId[]
  findOpen(app: string, environment: string): RolloutEntry | undefined
  listOpenDebts(filter: DebtFilter): readonly DebtEntry[]
  /** When, by whom and why the logs or the journal of a rollout, or the log of a shell, were removed. */
  findPruning(rollout: string, what: Pruning['what']): Pruning | undefined
}
/** That something was removed on purpose. */
export type Pruning = {
  /** Or the id of a shell. */
  readonly rollout: string
  readonly what: 'logs' | 'journal'
  readonly atMs: number
  readonly actor: string
  readonly reason: string
  readonly sizeBytes?: number | undefined
}
export type RolloutFilter = {
  readonly app?: string | undefined
  readonly environment?: string | undefined
  readonly version?: string | undefined
  readonly type?: RolloutType | undefined
  readonly isOpen?: boolean | undefined
  readonly result?: RolloutResult | undefined
  readonly startedBy?: string | undefined
  /** Created at or after this moment, and before that one; UTC milliseconds. */
  readonly fromMs?: number | undefined
  readonly toMs?: number | undefined
  /** Somewhere in id, app, environment, version or person, in upper or lower case. */
  readonly text?: string | undefined
  /** Unless said otherwise 100, and all of those in progress. */
  readonly limit?: number | undefined
}
export type RolloutEntry = {
  readonly rollout: RolloutId
  readonly app: string
  readonly environment: string
  readonly version: string
  readonly type: RolloutType
  readonly startedBy: string
  readonly createdAtMs: number
  readonly finishedAtMs?: number | undefined
  readonly result?: RolloutResult | undefined
  readonly rollsBack?: RolloutId | undefined
  /** Its journal was removed on purpose: this line is what is left. */
  readonly prunedAtMs?: number | undefined
}
/** Removes what is old, on purpose: recorded before it is done, by whom and why. @throws AppError `db.*` */
export interface PruningBook {
  record(prunings: readonly Pruning[]): void
  /** Rollouts that ended, for the question whether their journals may go. */
  listPrunable(): readonly PrunableRollout[]
  /** Record that the journals of these rollouts are removed, with their last hashes, and remove them. */
  pruneJournals(
    rollouts: readonly string[],
    by: { readonly atMs: number; readonly actor: string; readonly reason: string },
  ): void
  /** Give the space of what was removed back to the disk; in parts, so that nobody waits for long. */
  compact(): Promise<void>
}
export type DebtFilter = {
  readonly app?: string | undefined
  readonly environment?: string | undefined
  readonly host?: string | undefined
}
export type DebtEntry = {
  readonly debt: DebtId
  readonly rollout: RolloutId
  readonly app: string
  readonly environment: string
  readonly host: HostName
  readonly kind: DebtKind
  readonly recordedAtMs: number
  readonly expiresAtMs?: number | undefined
}

/** One durable event of a rollout. */
export type JournalRow = {
  readonly rollout: RolloutId
  /** 1, 2, 3 … without gaps, per rollout. */
  readonly seq: number
  /** UTC milliseconds. */
  readonly at: number
  readonly actor: string
  readonly kind: string
  readonly payload: Readonly<Record<string, unknown>>
}

/** Where a piece of output belongs. */
export type LogKey = {
  readonly rollout: RolloutId
  readonly host: HostName
  readonly step: string
  readonly attempt: number
}

/** Durable, complete logs. Bytes arrive redacted. */
export interface LogSink {
  /** Queue bytes at an offset; writing the same offset again is harmless. False: the queue is full, call `drained` before more. */
  write(key: LogKey, offset: number, bytes: Buffer): boolean
  drained(): Promise<void>
  /** Resolves when everything written so far is on disk. */
  flush(): Promise<void>
}

/** Where the sensitive values of an environment come from; the settings of a rollout are one. */
export type SecretScope = {
  readonly ssh: Pick<SshOptions, 'passwordEnv'>
  readonly secrets?: SecretSources | undefined
}

/** A secret for one script: a file that only its user can read, removed when the script ends. Never part of the script. */
export type SecretValue = {
  /** `LASTMILE_SECRET_DB_PASSWORD`; with `_FILE` it holds the path of the file. */
  readonly variable: string
  readonly value: string
  /** The variable itself holds the value. */
  readonly isInEnvironment: boolean
}

/** Bytes of a stream, from the first one to the one after the last. */
export type ByteRange = { readonly from: number; readonly to: number }

export type SecretFilter = {
  push(chunk: Buffer): Buffer
  end(): Buffer
  /** What was hidden so far, in order; counted from the start of the stream. */
  readonly hidden: readonly ByteRange[]
}

/** Hides the secrets of a scope: every byte of one becomes `*`, also in base64 and the like, so that offsets stay. */
export type Redaction = {
  /** A filter for one stream of output: some bytes come out later than they went in, the last ones with `end`. */
  readonly openFilter: () => SecretFilter
  readonly hide: (text: string) => string
}

/** Knows the sensitive values; they stay in memory. */
export interface SecretKeeper {
  /** The secrets that a text of commands names. @throws AppError `secret.*` for the first that cannot be had */
  read(scope: SecretScope, text: string): Promise<readonly SecretValue[]>
  /** Hides all secrets of the scope that can be read now or were read before. */
  redact(scope: SecretScope): Promise<Redaction>
}

/** Hides on a machine what was hidden here: in the log and the result that an attempt left there. */
export interface LogScrubber {
  scrub(
    target: Target,
    runDir: string,
    hidden: readonly ByteRange[],
    result: Readonly<Record<string, string>>,
  ): Promise<void>
}

/** Where the operating system keeps passwords. */
export interface Keychain {
  /** Undefined when there is no such entry. @throws Error that says why it cannot be asked */
  find(service: string, account: string): Promise<string | undefined>
}

export interface Clock {
  /** UTC milliseconds. */
  nowMs(): number
  /** Milliseconds that only ever grow, however the clock is set: for how long something took. */
  elapsedMs(): number
  /** Resolves once as much time has passed as it is now to `atMs`, however the clock is set meanwhile; rejects when aborted. */
  sleepUntil(atMs: number, signal?: AbortSignal): Promise<void>
}

/** Can this machine be kept from sleeping? `detail`: the tool that is missing, or what it said. */
export type AwakeVerdict =
  | { readonly isKept: true }
  | { readonly isKept: false; readonly because: 'no-tool' | 'refused'; readonly detail: string }

export type AwakeHold = { readonly release: () => void }

/** Keeps this machine awake while somebody holds it; also let go when this process ends, by whatever means. */
export interface KeepAwake {
  /** Try it once; the answer is kept. */
  check(): Promise<AwakeVerdict>
  hold(): AwakeHold
}
