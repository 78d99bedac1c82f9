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
