import type { SecretSources } from '../../shared/domain/secret-spec'
import type { SshOptions, Target } from './machine'

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

/** What an attempt left readable on its machine, why it could not be hidden there, and what has to be. */
export type LeftSecret = {
  readonly target: Target
  readonly runDir: string
  readonly hidden: readonly ByteRange[]
  readonly result: Readonly<Record<string, string>>
  readonly reason: string
}

/** Keeps what secrets were left readable on hosts, for the consoles that come. */
export interface LeftSecretsBook {
  list(): readonly LeftSecret[]
  /** @throws AppError `db.*` */
  save(left: readonly LeftSecret[]): void
}

/** Where the operating system keeps passwords. */
export interface Keychain {
  /** Undefined when there is no such entry. @throws Error that says why it cannot be asked */
  find(service: string, account: string): Promise<string | undefined>
}
