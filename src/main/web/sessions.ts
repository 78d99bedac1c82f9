import { createHash, randomBytes } from 'node:crypto'
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

/** A shift. A page that is open counts as used, so this is the time after the last tab was closed or lost. */
export const sessionIdleMs = 12 * 3_600_000
/** Use is written down this often at most: after a restart a session may seem this much older than it is. */
const noteUseEveryMs = 60_000
/** More than browsers of one person; the one that was used least recently makes room. */
const mostSessions = 100
const sessionBytes = 32

const stored = z.array(z.strictObject({ digest: z.string(), usedAtMs: z.number() }))

type Session = { readonly digest: string; usedAtMs: number; notedAtMs: number; openPages: number }

/**
 * Browsers that were let in. Kept over a restart of the console, so that open pages find back to it by themselves; only
 * digests of what the browsers hold are written down.
 */
export class Sessions {
  readonly #file: string
  readonly #nowMs: () => number
  readonly #sessions = new Map<string, Session>()

  /** A file that cannot be read means that nobody is in: they take a fresh link. */
  constructor(file: string, nowMs: () => number) {
    this.#file = file
    this.#nowMs = nowMs
    for (const { digest, usedAtMs } of readStored(file)) {
      this.#sessions.set(digest, { digest, usedAtMs, notedAtMs: usedAtMs, openPages: 0 })
    }
    this.#forgetIdle()
  }

  /** Let a browser in. Returns what it has to show from now on. */
  open(): string {
    const id = randomBytes(sessionBytes).toString('base64url')
    const nowMs = this.#nowMs()
    this.#forgetIdle()
    while (this.#sessions.size >= mostSessions) this.#forgetOldest()
    this.#sessions.set(digestOf(id), { digest: digestOf(id), usedAtMs: nowMs, notedAtMs: nowMs, openPages: 0 })
    this.#store()
    return id
  }

  /** Is a browser in? Counts as use. Looked up by digest, so that the time it takes tells nothing. */
  isOpen(id: string | undefined): boolean {
    return this.#use(id) !== undefined
  }

  /** A page of this session is open until the returned function is called. Undefined when the browser is not in. */
  hold(id: string | undefined): (() => void) | undefined {
    const session = this.#use(id)
    if (!session) return undefined
    session.openPages += 1
    return () => {
      session.openPages -= 1
      session.usedAtMs = this.#nowMs()
    }
  }

  /** Write down the last use of each. */
  close(): void {
    this.#forgetIdle()
    this.#store()
  }

  #use(id: string | undefined): Session | undefined {
    const session = id === undefined ? undefined : this.#sessions.get(digestOf(id))
    if (!session) return undefined
    const nowMs = this.#nowMs()
    if (isIdle(session, nowMs)) {
      this.#sessions.delete(session.digest)
      return undefined
    }
    session.usedAtMs = nowMs
    if (nowMs - session.notedAtMs >= noteUseEveryMs) this.#store()
    return session
  }

  #forgetIdle(): void {
    const nowMs = this.#nowMs()
    for (const [digest, session] of this.#sessions) if (isIdle(session, nowMs)) this.#sessions.delete(digest)
  }

  #forgetOldest(): void {
    const [oldest] = [...this.#sessions.values()].toSorted((a, b) => a.usedAtMs - b.usedAtMs)
    if (oldest) this.#sessions.delete(oldest.digest)
  }

  #store(): void {
    const nowMs = this.#nowMs()
    const rows = [...this.#sessions.values()].map((session) => {
      session.notedAtMs = nowMs
      return { digest: session.digest, usedAtMs: session.openPages > 0 ? nowMs : session.usedAtMs }
    })
    const part = `${this.#file}.part`
    try {
      writeFileSync(part, JSON.stringify(rows), { mode: 0o600 })
      renameSync(part, this.#file)
    } catch {
      // a full disk must not keep anybody out now; after a restart they take a fresh link
      rmSync(part, { force: true })
    }
  }
}

const isIdle = ({ openPages, usedAtMs }: Session, nowMs: number): boolean =>
  openPages === 0 && nowMs - usedAtMs > sessionIdleMs

const digestOf = (id: string): string => createHash('sha256').update(id).digest('base64url')

function readStored(file: string): z.output<typeof stored> {
  try {
    return stored.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return []
  }
}
